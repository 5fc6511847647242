"""What a person settles for themselves: who they are here, how they like to work, how they come in."""
