-- Texts are numbered by their time, so that the latest are found without sorting all.
--@postgres
ALTER TABLE search_text ADD COLUMN number BIGINT;
UPDATE search_text SET number = at * 1048576 + placed.rank
  FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) % 1048576 AS rank FROM search_text) placed
  WHERE placed.id = search_text.id;
ALTER TABLE search_text ALTER COLUMN number SET NOT NULL;
CREATE UNIQUE INDEX search_text_number ON search_text (number);
--@sqlite
UPDATE search_text SET number = at * 1048576 + number % 1048576;
INSERT INTO search_index (search_index) VALUES ('rebuild');
--@both

-- Which units a campaign still reaches is answered without opening its duties.
CREATE INDEX duty_standing ON duty (campaign, withdrawn_at, unit, via_unit, recipient_unit, kind);
