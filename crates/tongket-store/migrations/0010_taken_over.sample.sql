INSERT INTO figure_taken_over VALUES ('r1', 'f1', 'to-tu-quan', '2026');
