"""What happens when things break: counted from outside, message by message."""
