-- Figures that were taken over from an earlier campaign and that nobody has read again since.
CREATE TABLE figure_taken_over (
  report TEXT NOT NULL REFERENCES report (id),
  form TEXT NOT NULL REFERENCES form (id),
  indicator TEXT NOT NULL,
  period TEXT NOT NULL,
  PRIMARY KEY (report, form, indicator, period)
);
