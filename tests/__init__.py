"""What the house promises, told as stories and checked."""
