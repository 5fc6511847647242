"""Who serves what: rules, who can take a case and who should, and why it was them."""
