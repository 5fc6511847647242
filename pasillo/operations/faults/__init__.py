"""The same fault is reported once: whoever is affected too joins in."""
