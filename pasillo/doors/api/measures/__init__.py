"""The figures of the cockpit."""
