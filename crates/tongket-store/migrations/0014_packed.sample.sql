INSERT INTO submission VALUES ('x14', 'r1', 14, 2026, 14, '0014/2026-TN', 'fd', '', 'u-tinh', 1773014400000, 'a1', '{}', NULL);
