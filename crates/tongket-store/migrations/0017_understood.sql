-- What was understood of a version, so that it need not be read again: it can be thrown away at any
-- time. The mark says by which program, for which outline and under which name it was read.
CREATE TABLE understood (
  submission TEXT PRIMARY KEY REFERENCES submission (id),
  mark TEXT NOT NULL,
  figures TEXT NOT NULL,
  packed {blob} NOT NULL
);
