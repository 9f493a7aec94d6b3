-- The mail address of a unit's office, and whether mail to it came back.
CREATE TABLE contact (
  unit TEXT PRIMARY KEY REFERENCES unit (id),
  address TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  refused_at BIGINT,
  refused_why TEXT NOT NULL
);
CREATE INDEX contact_refused ON contact (refused_at);

-- When the units of a campaign are reminded, where that is not as for all campaigns.
CREATE TABLE ladder (
  campaign TEXT PRIMARY KEY REFERENCES campaign (id),
  steps TEXT NOT NULL,
  by_mail BIGINT NOT NULL
);

-- A mail on its way.
CREATE TABLE mail (
  id TEXT PRIMARY KEY,
  campaign TEXT REFERENCES campaign (id),
  unit TEXT NOT NULL,
  address TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  lost BIGINT NOT NULL,
  next_at BIGINT,
  answer TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX mail_by_turn ON mail (next_at);
CREATE INDEX mail_of ON mail (campaign, made_at);

-- A step of the ladder that was taken: each once for a duty and its day.
CREATE TABLE reminder (
  duty TEXT NOT NULL REFERENCES duty (id),
  due TEXT NOT NULL,
  step BIGINT NOT NULL,
  campaign TEXT NOT NULL REFERENCES campaign (id),
  unit TEXT NOT NULL REFERENCES unit (id),
  at BIGINT NOT NULL,
  mail TEXT,
  PRIMARY KEY (duty, due, step)
);
CREATE INDEX reminder_of ON reminder (campaign, at);
CREATE INDEX reminder_by_mail ON reminder (mail);

-- An urging letter: the instant, exactly whom it names, and the files that were made.
CREATE TABLE urging_letter (
  id TEXT PRIMARY KEY,
  campaign TEXT NOT NULL REFERENCES campaign (id),
  at BIGINT NOT NULL,
  by_account TEXT NOT NULL,
  units TEXT NOT NULL,
  settings TEXT NOT NULL,
  docx TEXT NOT NULL REFERENCES blob (sha256),
  pdf TEXT NOT NULL REFERENCES blob (sha256)
);
CREATE INDEX urging_letter_of ON urging_letter (campaign, at);

-- The address of somebody's calendar, for programs that cannot sign in.
CREATE TABLE feed (
  token_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  label TEXT NOT NULL,
  at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX feed_of ON feed (account, at);
