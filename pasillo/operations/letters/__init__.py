"""Letters that are written by themselves from a text with blanks, as a PDF."""
