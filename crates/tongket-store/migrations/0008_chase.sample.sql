INSERT INTO contact VALUES ('u-moi', 'vanthu@vanlinh.sonhai.example', 1773014400000, 'a1', NULL, '');
INSERT INTO ladder VALUES ('c1', '[-3,1]', 1);
INSERT INTO mail VALUES ('ml1', 'c1', 'u-moi', 'vanthu@vanlinh.sonhai.example', 'Nhắc gửi báo cáo', 'Kính gửi', 'sent', 1, 0, NULL, '250 ok', 1773014400000, 1773014400000);
INSERT INTO reminder VALUES ('d1', '2026-04-24', -3, 'c1', 'u-moi', 1773014400000, 'ml1');
INSERT INTO urging_letter VALUES ('ul1', 'c1', 1773014400000, 'a1', '[]', '{}', 'b1', 'b1');
INSERT INTO feed VALUES ('h3', 'a1', 'Lịch trên máy tính', 1773014400000, NULL);
