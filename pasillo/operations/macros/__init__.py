"""Words and steps that are needed often, kept for one person, an area or everybody."""
