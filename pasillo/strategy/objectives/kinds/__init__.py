"""One file for each sort of objective. A new sort is a new file here; no list names it."""
