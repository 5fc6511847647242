"""What rang before a promise broke: who must do what by when, and what became of it."""
