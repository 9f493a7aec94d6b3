-- Which unit sent a version, where its report has gone over to another since. Without a row it is
-- the unit whose the report is.
CREATE TABLE sender (
  submission TEXT PRIMARY KEY REFERENCES submission (id),
  unit TEXT NOT NULL REFERENCES unit (id)
);
CREATE INDEX sender_unit ON sender (unit);
-- What a unit handed on is asked for by its people.
CREATE INDEX duty_inherited ON duty (inherited_from);

-- What went over before this step: the first passing after a version was sent says from whom.
--@sqlite
INSERT INTO sender (submission, unit)
  SELECT submission.id, json_extract(event.data, '$.from')
  FROM duty JOIN report ON report.duty = duty.id
  JOIN submission ON submission.report = report.id
  JOIN event ON event.seq = (SELECT MIN(passed.seq) FROM event passed
    WHERE passed.subject = duty.id AND passed.act = 'duty.transfer' AND passed.at >= submission.at)
  WHERE duty.inherited_from IS NOT NULL
    AND json_extract(event.data, '$.from') IN (SELECT id FROM unit);
--@postgres
INSERT INTO sender (submission, unit)
  SELECT submission.id, CAST(event.data AS JSON) ->> 'from'
  FROM duty JOIN report ON report.duty = duty.id
  JOIN submission ON submission.report = report.id
  JOIN event ON event.seq = (SELECT MIN(passed.seq) FROM event passed
    WHERE passed.subject = duty.id AND passed.act = 'duty.transfer' AND passed.at >= submission.at)
  WHERE duty.inherited_from IS NOT NULL
    AND CAST(event.data AS JSON) ->> 'from' IN (SELECT id FROM unit);
--@both
