"""What Messenger and Instagram have in common: one platform, one language."""
