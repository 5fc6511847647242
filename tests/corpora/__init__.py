"""Real mails of other people, as a yardstick. They lie outside the project and never come into it."""
