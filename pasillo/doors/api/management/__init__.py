"""What the operator may ask of this door."""
