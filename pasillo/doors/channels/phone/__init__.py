"""The phone: a phone system says who calls, so that whoever picks up sees them before the first word."""
