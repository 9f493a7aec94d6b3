//! Text made comparable: letter case, tone-mark placement, diacritics.
