"""Methods of measurement: plain Python, checked against published values."""
