INSERT INTO understood VALUES ('x2', 'ff', '[]', CAST('abc' AS {blob}));
