//! What the words of the packs stand for, for binding claims of a text to figures.
