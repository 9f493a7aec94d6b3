-- Bytes of files, each once, by their SHA-256.
CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY,
  size BIGINT NOT NULL,
  bytes {blob} NOT NULL
);

-- A plan put into force.
CREATE TABLE campaign (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  code TEXT NOT NULL,
  issuer TEXT NOT NULL,
  state TEXT NOT NULL,
  period_from BIGINT,
  period_to BIGINT,
  as_of TEXT NOT NULL,
  owner_unit TEXT NOT NULL REFERENCES unit (id),
  standing_unit TEXT REFERENCES unit (id),
  awards_unit TEXT REFERENCES unit (id),
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  opened_at BIGINT,
  closed_at BIGINT
);

-- The document that a campaign was read from.
CREATE TABLE plan_file (
  campaign TEXT PRIMARY KEY REFERENCES campaign (id),
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blob (sha256),
  source TEXT NOT NULL
);

-- What a person put right over the reading of the plan.
CREATE TABLE plan_correction (
  id TEXT PRIMARY KEY,
  campaign TEXT NOT NULL REFERENCES campaign (id),
  data TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  withdrawn_at BIGINT
);
CREATE INDEX plan_correction_of ON plan_correction (campaign, at);

-- Who confirmed that a group of units has these members: they are kept, so that another list asks anew.
CREATE TABLE group_confirmation (
  campaign TEXT NOT NULL REFERENCES campaign (id),
  group_key TEXT NOT NULL,
  members TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  PRIMARY KEY (campaign, group_key)
);

-- What units are to write about, in the plan's order.
CREATE TABLE outline_item (
  campaign TEXT NOT NULL REFERENCES campaign (id),
  id TEXT NOT NULL,
  position BIGINT NOT NULL,
  label TEXT NOT NULL,
  title TEXT NOT NULL,
  level BIGINT NOT NULL,
  kind TEXT NOT NULL,
  guidance TEXT NOT NULL,
  span_start BIGINT NOT NULL,
  span_end BIGINT NOT NULL,
  withdrawn_at BIGINT,
  PRIMARY KEY (campaign, id)
);

-- Tables of figures that units fill in.
CREATE TABLE form (
  id TEXT PRIMARY KEY,
  campaign TEXT NOT NULL REFERENCES campaign (id),
  item TEXT NOT NULL,
  position BIGINT NOT NULL,
  title TEXT NOT NULL,
  definition TEXT NOT NULL,
  withdrawn_at BIGINT
);
CREATE INDEX form_of ON form (campaign, position);

-- What one unit owes: a report, or a deed answered with a note.
CREATE TABLE duty (
  id TEXT PRIMARY KEY,
  campaign TEXT NOT NULL REFERENCES campaign (id),
  unit TEXT NOT NULL REFERENCES unit (id),
  kind TEXT NOT NULL,
  task TEXT NOT NULL,
  title TEXT NOT NULL,
  part TEXT NOT NULL,
  bidding TEXT NOT NULL,
  due TEXT,
  deadline_text TEXT NOT NULL,
  as_written TEXT NOT NULL,
  recipient_unit TEXT REFERENCES unit (id),
  recipient_text TEXT NOT NULL,
  via_unit TEXT REFERENCES unit (id),
  via_text TEXT NOT NULL,
  span_start BIGINT NOT NULL,
  span_end BIGINT NOT NULL,
  inherited_from TEXT REFERENCES unit (id),
  created_at BIGINT NOT NULL,
  withdrawn_at BIGINT
);
CREATE INDEX duty_by_campaign ON duty (campaign, kind, unit);
CREATE INDEX duty_by_day ON duty (campaign, withdrawn_at, due, unit);
CREATE INDEX duty_by_unit ON duty (unit, due);
CREATE INDEX duty_by_via ON duty (via_unit, due);

-- Days on which something happens and nothing falls due.
CREATE TABLE occasion (
  id TEXT PRIMARY KEY,
  campaign TEXT NOT NULL REFERENCES campaign (id),
  title TEXT NOT NULL,
  day TEXT,
  day_text TEXT NOT NULL,
  span_start BIGINT NOT NULL,
  span_end BIGINT NOT NULL
);
CREATE INDEX occasion_of ON occasion (campaign, day);

-- Changes to an open campaign, with what stood before.
CREATE TABLE amendment (
  id TEXT PRIMARY KEY,
  campaign TEXT NOT NULL REFERENCES campaign (id),
  kind TEXT NOT NULL,
  before_data TEXT NOT NULL,
  after_data TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL
);
CREATE INDEX amendment_of ON amendment (campaign, at);

-- What a unit is told in the pages.
CREATE TABLE notice (
  id TEXT PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES unit (id),
  campaign TEXT REFERENCES campaign (id),
  subject_kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX notice_of ON notice (unit, at);
CREATE TABLE notice_read (
  notice TEXT NOT NULL REFERENCES notice (id),
  account TEXT NOT NULL REFERENCES account (id),
  at BIGINT NOT NULL,
  PRIMARY KEY (notice, account)
);
