"""Where the head of operations sees and steers."""
