-- A drafter lays the report before the leader.
CREATE TABLE presentation (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL REFERENCES report (id),
  content_sha256 TEXT NOT NULL,
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  handed_back_at BIGINT,
  handed_back_by TEXT,
  handed_back_reason TEXT NOT NULL
);
CREATE INDEX presentation_of ON presentation (report, at);

-- A report as it was signed and sent: its content never changes. The long text
-- stands last, so that the columns before it are read without it.
CREATE TABLE submission (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL REFERENCES report (id),
  ordinal BIGINT NOT NULL,
  receipt_year BIGINT NOT NULL,
  receipt_ordinal BIGINT NOT NULL,
  receipt TEXT NOT NULL UNIQUE,
  content_sha256 TEXT NOT NULL,
  reason TEXT NOT NULL,
  to_unit TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (report, ordinal)
);
CREATE INDEX submission_to ON submission (to_unit, at, id);
CREATE UNIQUE INDEX submission_receipt ON submission (receipt_year, receipt_ordinal);

-- The receiving unit has taken a submission in.
CREATE TABLE reception (
  id TEXT PRIMARY KEY,
  submission TEXT NOT NULL UNIQUE REFERENCES submission (id),
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL
);

-- A submission sent back, with reasons and a new day.
CREATE TABLE return_slip (
  id TEXT PRIMARY KEY,
  submission TEXT NOT NULL UNIQUE REFERENCES submission (id),
  reasons TEXT NOT NULL,
  text TEXT NOT NULL,
  due TEXT,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL
);

-- A submission accepted; the report is locked.
CREATE TABLE acceptance (
  id TEXT PRIMARY KEY,
  submission TEXT NOT NULL UNIQUE REFERENCES submission (id),
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL
);

-- An accepted report opened again, to be corrected.
CREATE TABLE correction (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL REFERENCES report (id),
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL
);
CREATE INDEX correction_of ON correction (report, at);

-- An accepted submission passed on, from the unit through which it came to the one it is addressed to.
CREATE TABLE forwarding (
  id TEXT PRIMARY KEY,
  submission TEXT NOT NULL REFERENCES submission (id),
  from_unit TEXT NOT NULL REFERENCES unit (id),
  to_unit TEXT NOT NULL REFERENCES unit (id),
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  UNIQUE (submission, to_unit)
);
CREATE INDEX forwarding_to ON forwarding (to_unit, at);

-- A remark tied to a sentence or a cell of a submission.
CREATE TABLE comment (
  id TEXT PRIMARY KEY,
  submission TEXT NOT NULL REFERENCES submission (id),
  item TEXT NOT NULL,
  anchor TEXT NOT NULL,
  text TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  settled_at BIGINT,
  settled_by TEXT,
  answer TEXT NOT NULL
);
CREATE INDEX comment_on ON comment (submission, at);
