INSERT INTO search_text (id, kind, subject, campaign, unit, item, title, body, folded, at, number)
VALUES ('s2', 'submission', 'x14', 'c1', 'u-moi', 'II', 'Kết quả', 'Tổ tự quản', 'ket qua to tu quan', 1773014400000, 1856846397767680002);
