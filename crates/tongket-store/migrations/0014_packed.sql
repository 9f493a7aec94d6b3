-- What a version says, packed. Versions sent before this step keep it as text in `content`;
-- later ones leave that empty.
ALTER TABLE submission ADD COLUMN packed {blob};
