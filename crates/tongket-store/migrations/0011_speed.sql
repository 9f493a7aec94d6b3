-- Sessions that have run out are swept away by their end.
CREATE INDEX session_by_end ON session (expires_at);

-- The last version of a report is found, and a desk is looked through, without opening the long rows.
CREATE INDEX submission_last ON submission (report, ordinal, id, at);
DROP INDEX submission_to;
CREATE INDEX submission_to ON submission (to_unit, at, id, report, ordinal);
