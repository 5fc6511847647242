"""The services that a customer can ask for, with their forms."""
