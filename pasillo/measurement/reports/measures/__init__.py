"""One file for each measure of the matrix. A new measure is a new file here; no list names it."""
