"""Questions of the head of operations, and their answers."""
