"""What all doors share: clock, guards, layout, components."""
