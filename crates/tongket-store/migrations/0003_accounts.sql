-- One account for one person.
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  full_name TEXT NOT NULL,
  email TEXT NOT NULL,
  language TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  password_at BIGINT NOT NULL,
  must_change BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  locked_until BIGINT,
  disabled_at BIGINT,
  created_at BIGINT NOT NULL,
  seen_at BIGINT,
  folded TEXT NOT NULL
);

-- Passwords that may not be taken again.
CREATE TABLE former_password (
  account TEXT NOT NULL REFERENCES account (id),
  password_hash TEXT NOT NULL,
  until BIGINT NOT NULL
);
CREATE INDEX former_password_of ON former_password (account, until);

-- A role at a place in the tree; an empty unit is the whole house.
CREATE TABLE membership (
  account TEXT NOT NULL REFERENCES account (id),
  role TEXT NOT NULL,
  unit TEXT NOT NULL,
  PRIMARY KEY (account, role, unit)
);
CREATE INDEX membership_by_unit ON membership (unit);

-- Who is signed in. Only a hash of the cookie is kept.
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_of ON session (account);

-- Keys with which other programs call the API.
CREATE TABLE api_key (
  token_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  label TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX api_key_of ON api_key (account, created_at);
