-- What a unit puts together from the reports that it accepted.
CREATE TABLE consolidation (
  id TEXT PRIMARY KEY,
  campaign TEXT NOT NULL REFERENCES campaign (id),
  unit TEXT NOT NULL REFERENCES unit (id),
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (campaign, unit)
);

-- Every text that anybody saved in a section of its draft; none is ever changed or removed.
CREATE TABLE consolidation_version (
  id TEXT PRIMARY KEY,
  consolidation TEXT NOT NULL REFERENCES consolidation (id),
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
CREATE INDEX consolidation_version_of ON consolidation_version (consolidation, item, at);
CREATE INDEX consolidation_version_settling ON consolidation_version (settles);

-- Which version of a section counts.
CREATE TABLE consolidation_section (
  consolidation TEXT NOT NULL REFERENCES consolidation (id),
  item TEXT NOT NULL,
  version TEXT NOT NULL REFERENCES consolidation_version (id),
  PRIMARY KEY (consolidation, item)
);

-- When the draft was brought up to date, and from which submissions.
CREATE TABLE consolidation_generation (
  id TEXT PRIMARY KEY,
  consolidation TEXT NOT NULL REFERENCES consolidation (id),
  ordinal BIGINT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  submissions TEXT NOT NULL,
  UNIQUE (consolidation, ordinal)
);

-- The pieces of a section with their sources, as of a generation or of somebody's looking at what was new.
CREATE TABLE consolidation_pieces (
  id TEXT PRIMARY KEY,
  consolidation TEXT NOT NULL REFERENCES consolidation (id),
  item TEXT NOT NULL,
  generation TEXT NOT NULL REFERENCES consolidation_generation (id),
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  pieces TEXT NOT NULL
);
CREATE INDEX consolidation_pieces_of ON consolidation_pieces (consolidation, item, at);

-- What leaders and reviewers say about the draft.
CREATE TABLE consolidation_comment (
  id TEXT PRIMARY KEY,
  consolidation TEXT NOT NULL REFERENCES consolidation (id),
  item TEXT NOT NULL,
  anchor TEXT NOT NULL,
  text TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  settled_at BIGINT,
  settled_by TEXT
);
CREATE INDEX consolidation_comment_on ON consolidation_comment (consolidation, at);
