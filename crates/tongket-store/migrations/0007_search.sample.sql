INSERT INTO search_text (id, kind, subject, campaign, unit, item, title, body, folded, at)
VALUES ('s1', 'submission', 'x1', 'c1', 'u-moi', 'I', 'Đặc điểm tình hình', 'Đường biên dài', 'dac diem tinh hinh duong bien dai', 1773014400000);
