"""What whoever runs the house sees of it: what was asked, how long it took, what waits."""
