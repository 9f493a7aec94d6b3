INSERT INTO presentation VALUES ('t1', 'r1', 'ff', '', 1773014400000, 'a1', NULL, NULL, '');
INSERT INTO submission VALUES ('x1', 'r1', 1, 2026, 7, '0007/2026-TN', 'ff', '', 'u-tinh', 1773014400000, 'a1', '{}');
INSERT INTO reception VALUES ('n1', 'x1', 1773014400000, 'a1');
INSERT INTO return_slip VALUES ('q1', 'x1', '["missing_section"]', 'Thiếu mục II', '2026-05-02', 1773014400000, 'a1');
INSERT INTO submission VALUES ('x2', 'r1', 2, 2026, 8, '0008/2026-TN', 'fe', '', 'u-tinh', 1773014400000, 'a1', '{}');
INSERT INTO acceptance VALUES ('y1', 'x2', '', 1773014400000, 'a1');
INSERT INTO correction VALUES ('k1', 'r1', 'Sửa số thôn', 1773014400000, 'a1');
INSERT INTO forwarding VALUES ('l1', 'x2', 'u-moi', 'u-tinh', '', 1773014400000, 'a1');
INSERT INTO comment VALUES ('z1', 'x1', 'I', '{}', 'Nêu rõ số thôn', 1773014400000, 'a1', NULL, NULL, '');
