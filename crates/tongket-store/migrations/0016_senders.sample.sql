INSERT INTO sender VALUES ('x14', 'u-cu');
