"""Telegram, by a bot of ours."""
