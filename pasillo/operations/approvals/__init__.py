"""Who has to say yes before a case goes on, and what they said."""
