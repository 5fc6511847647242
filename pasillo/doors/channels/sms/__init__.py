"""Text messages, by Twilio or whoever speaks as it does."""
