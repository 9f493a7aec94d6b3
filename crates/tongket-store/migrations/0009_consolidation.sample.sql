INSERT INTO consolidation VALUES ('w1', 'c1', 'u-tinh', 1773014400000, 'a1');
INSERT INTO consolidation_version VALUES ('wv1', 'w1', 'I', NULL, 'written', '<p>Tốt.</p>', 'a1', 1773014400000, 'current', 'composed', NULL);
INSERT INTO consolidation_section VALUES ('w1', 'I', 'wv1');
INSERT INTO consolidation_generation VALUES ('wg1', 'w1', 1, 1773014400000, 'a1', '[["r1","x2"]]');
INSERT INTO consolidation_pieces VALUES ('wp1', 'w1', 'I', 'wg1', 1773014400000, 'a1', '[]');
INSERT INTO consolidation_comment VALUES ('wc1', 'w1', 'I', '{}', 'Viết gọn lại', 1773014400000, 'a1', NULL, NULL);
