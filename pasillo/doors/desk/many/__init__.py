"""One thing done to many cases: each by its own command, with its own rights and its own answer."""
