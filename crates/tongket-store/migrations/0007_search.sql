-- Texts that can be searched; `folded` has no diacritics and nothing but words.
--@sqlite
CREATE TABLE search_text (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  campaign TEXT NOT NULL,
  unit TEXT NOT NULL,
  item TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  folded TEXT NOT NULL,
  at BIGINT NOT NULL
);
--@postgres
CREATE TABLE search_text (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  campaign TEXT NOT NULL,
  unit TEXT NOT NULL,
  item TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  folded TEXT NOT NULL,
  at BIGINT NOT NULL
);
--@both
CREATE INDEX search_text_of ON search_text (kind, subject);
--@sqlite
CREATE VIRTUAL TABLE search_index USING fts5 (folded, content='search_text', content_rowid='number', tokenize='unicode61');
CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN
  INSERT INTO search_index (rowid, folded) VALUES (new.number, new.folded);
END;
CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN
  INSERT INTO search_index (search_index, rowid, folded) VALUES ('delete', old.number, old.folded);
END;
--@postgres
CREATE INDEX search_text_folded ON search_text USING gin (to_tsvector('simple', folded));
--@both
