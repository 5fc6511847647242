"""The book of the letters that came: by it a copy is known."""
