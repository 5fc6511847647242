"""How machines are answered: shapes, pages, marks, kept answers, and what the description says of all that."""
