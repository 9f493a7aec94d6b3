-- Texts that can be searched; `folded` has no diacritics.
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
CREATE INDEX search_text_of ON search_text (kind, subject);
--@sqlite
CREATE VIRTUAL TABLE search_index USING fts5 (folded, content='search_text', content_rowid='rowid');
CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN
  INSERT INTO search_index (rowid, folded) VALUES (new.rowid, new.folded);
END;
CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN
  INSERT INTO search_index (search_index, rowid, folded) VALUES ('delete', old.rowid, old.folded);
END;
--@postgres
CREATE INDEX search_text_folded ON search_text USING gin (to_tsvector('simple', folded));
--@both
