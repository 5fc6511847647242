"""One way to say which things are meant: plain data, asked of the database or of a thing in hand with equal answers."""
