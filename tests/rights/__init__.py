"""Who may see and do what: every address of the house, for everybody who may come to it."""
