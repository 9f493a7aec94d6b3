INSERT INTO search_text VALUES ('s1', 'submission', 'x1', 'c1', 'u-moi', 'I', 'Đặc điểm tình hình', 'Đường biên dài', 'duong bien dai', 1773014400000);
