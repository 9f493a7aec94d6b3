-- The report that answers a duty.
CREATE TABLE report (
  id TEXT PRIMARY KEY,
  duty TEXT NOT NULL UNIQUE REFERENCES duty (id),
  campaign TEXT NOT NULL REFERENCES campaign (id),
  unit TEXT NOT NULL REFERENCES unit (id),
  opened_at BIGINT NOT NULL
);
CREATE INDEX report_by_campaign ON report (campaign, unit);
CREATE INDEX report_by_unit ON report (unit);

-- Every text that anybody saved in a section; none is ever changed or removed.
CREATE TABLE section_version (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL REFERENCES report (id),
  item TEXT NOT NULL,
  base TEXT,
  state TEXT NOT NULL,
  html TEXT NOT NULL,
  author TEXT NOT NULL,
  at BIGINT NOT NULL,
  standing TEXT NOT NULL,
  origin TEXT NOT NULL,
  settles TEXT
);
CREATE INDEX section_version_of ON section_version (report, item, at);

-- Texts kept beside a section wait until another version settles them.
CREATE INDEX section_version_settling ON section_version (settles);

-- Which version of a section counts.
CREATE TABLE section (
  report TEXT NOT NULL REFERENCES report (id),
  item TEXT NOT NULL,
  version TEXT NOT NULL REFERENCES section_version (id),
  PRIMARY KEY (report, item)
);

-- A figure of a report's table; what stood before is in the audit.
CREATE TABLE figure (
  report TEXT NOT NULL REFERENCES report (id),
  form TEXT NOT NULL REFERENCES form (id),
  indicator TEXT NOT NULL,
  period TEXT NOT NULL,
  value TEXT NOT NULL,
  author TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (report, form, indicator, period)
);

-- Files that prove what a section or a deed says.
CREATE TABLE evidence (
  id TEXT PRIMARY KEY,
  report TEXT REFERENCES report (id),
  duty TEXT REFERENCES duty (id),
  item TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blob (sha256),
  size BIGINT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  removed_at BIGINT
);
CREATE INDEX evidence_of_report ON evidence (report);
CREATE INDEX evidence_of_duty ON evidence (duty);

-- Sections given to colleagues.
CREATE TABLE delegation (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL REFERENCES report (id),
  item TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES account (id),
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX delegation_of ON delegation (report, item);
CREATE INDEX delegation_to ON delegation (account);

-- How a deed was answered.
CREATE TABLE deed_answer (
  id TEXT PRIMARY KEY,
  duty TEXT NOT NULL REFERENCES duty (id),
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL
);
CREATE INDEX deed_answer_of ON deed_answer (duty, at);

-- A file that was taken in as a whole report, and where its passages went.
CREATE TABLE report_file (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL REFERENCES report (id),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blob (sha256),
  placed TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL
);
CREATE INDEX report_file_of ON report_file (report, at);
