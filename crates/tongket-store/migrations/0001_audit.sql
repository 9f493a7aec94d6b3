-- Every act, in one chain: the hash of an event covers the hash of the one before it.
CREATE TABLE event (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  unit TEXT NOT NULL,
  data TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX event_by_subject ON event (subject, seq);
CREATE INDEX event_by_actor ON event (actor, seq);
CREATE INDEX event_by_unit ON event (unit, seq);
CREATE INDEX event_by_act ON event (act, seq);

-- What was answered to a request that carried a key, so that a replay does nothing twice.
CREATE TABLE answered (
  key TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  answer TEXT NOT NULL,
  at BIGINT NOT NULL
);

-- Settings that administrators change in the pages.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
