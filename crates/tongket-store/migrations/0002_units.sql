-- A unit is what stays the same while its names, parents and codes change.
CREATE TABLE unit (
  id TEXT PRIMARY KEY,
  created_at BIGINT NOT NULL
);

-- What a unit was called and where it stood, from one day to another (both included).
CREATE TABLE unit_version (
  id TEXT PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES unit (id),
  name TEXT NOT NULL,
  short_names TEXT NOT NULL,
  kind TEXT NOT NULL,
  level TEXT NOT NULL,
  parent TEXT REFERENCES unit (id),
  codes TEXT NOT NULL,
  tags TEXT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  legal_act TEXT NOT NULL,
  folded TEXT NOT NULL
);
CREATE INDEX unit_version_by_unit ON unit_version (unit, valid_from);
CREATE INDEX unit_version_by_parent ON unit_version (parent);
CREATE INDEX unit_version_by_name ON unit_version (folded);

-- Who took over from whom, by which act.
CREATE TABLE succession (
  id TEXT PRIMARY KEY,
  from_unit TEXT NOT NULL REFERENCES unit (id),
  to_unit TEXT REFERENCES unit (id),
  kind TEXT NOT NULL,
  share TEXT NOT NULL,
  effective TEXT NOT NULL,
  legal_act TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL
);
CREATE INDEX succession_from ON succession (from_unit);
CREATE INDEX succession_to ON succession (to_unit);

-- Lists of units that were uploaded; nothing of a list counts before somebody confirms it.
CREATE TABLE unit_list (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  rows TEXT NOT NULL,
  settings TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  confirmed_at BIGINT
);
CREATE INDEX unit_list_by_time ON unit_list (at);
