"""Keeping an installation whole: backups, restoring, proofs, room on the disk."""
