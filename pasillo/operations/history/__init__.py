"""What was done elsewhere before: which log a case was taken over from, and under which name it was known there."""
