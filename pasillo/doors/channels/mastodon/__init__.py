"""Mastodon: whoever mentions us in public is owed an answer, and gets it where they wrote."""
