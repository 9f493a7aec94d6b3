INSERT INTO report VALUES ('r1', 'd1', 'c1', 'u-moi', 1773014400000);
INSERT INTO section_version VALUES ('sv1', 'r1', 'I', NULL, 'written', '<p>Xã có 12 thôn.</p>', 'a1', 1773014400000, 'current', 'typed', NULL);
INSERT INTO section VALUES ('r1', 'I', 'sv1');
INSERT INTO figure VALUES ('r1', 'f1', 'to-tu-quan', '2026', '12', 'a1', 1773014400000);
INSERT INTO evidence VALUES ('e1', 'r1', NULL, 'I', 'anh.jpg', 'b1', 3, 1773014400000, 'a1', NULL);
INSERT INTO delegation VALUES ('g1', 'r1', 'I', 'a1', 1773014400000, 'a1', NULL);
INSERT INTO deed_answer VALUES ('w1', 'd1', 'Đã hướng dẫn', 1773014400000, 'a1');
INSERT INTO report_file VALUES ('rf1', 'r1', 'bao-cao.docx', 'b1', '[]', 1773014400000, 'a1');
