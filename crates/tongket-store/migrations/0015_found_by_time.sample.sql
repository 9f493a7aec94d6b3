INSERT INTO search_text (id, kind, subject, campaign, unit, item, title, body, folded, at, number)
VALUES ('s2', 'submission', 'x14', 'c1', 'u-moi', 'II', 'Kết quả', 'Tổ tự quản', 'ket qua to tu quan', 1773014400000, 1856846397767680002);
UPDATE duty SET inherited_from = 'u-cu' WHERE id = 'd1';
INSERT INTO event VALUES (2, 1773100800000, 'a1', 'duty.transfer', 'duty', 'd1', 'u-moi', '{"from":"u-cu","to":"u-moi"}', '1111111111111111111111111111111111111111111111111111111111111111', '2222222222222222222222222222222222222222222222222222222222222222');
