INSERT INTO unit VALUES ('u-tinh', 1767225600000), ('u-cu', 1767225600000), ('u-moi', 1767225600000);
INSERT INTO unit_version VALUES
 ('v1', 'u-tinh', 'tỉnh Sơn Hải', '[]', 'tỉnh', 'tỉnh', NULL, '["98"]', '[]', NULL, NULL, '', 'tinh son hai'),
 ('v2', 'u-cu', 'xã Vân Khê', '[]', 'xã', 'xã', 'u-tinh', '["09801"]', '["biên giới"]', NULL, '2025-06-30', '', 'xa van khe'),
 ('v3', 'u-moi', 'xã Vân Lĩnh', '[]', 'xã', 'xã', 'u-tinh', '["09801"]', '["biên giới"]', '2025-07-01', NULL, 'Nghị quyết số 12/NQ-SH', 'xa van linh');
INSERT INTO succession VALUES ('s1', 'u-cu', 'u-moi', 'merge', '1', '2025-07-01', 'Nghị quyết số 12/NQ-SH', 1767225600000, 'a1');
INSERT INTO unit_list VALUES ('l1', 'don-vi.csv', '[["tên"],["xã Vân Khê"]]', '{}', 1767225600000, 'a1', NULL);
