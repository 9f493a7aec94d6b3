INSERT INTO account VALUES ('a1', 'vanthu', 'Trần Thị Mận', '', 'vi', '$argon2id$', 1767225600000, 0, 0, NULL, NULL, 1767225600000, NULL, 'vanthu tran thi man');
INSERT INTO former_password VALUES ('a1', '$argon2id$', 1767225600000);
INSERT INTO membership VALUES ('a1', 'drafter', 'u-moi');
INSERT INTO session VALUES ('h1', 'a1', 1767225600000, 1767225600000, 1767311999000);
INSERT INTO api_key VALUES ('h2', 'a1', 'kết nối', 1767225600000, 1798761600000, NULL);
