"""Every way in or out, named after who comes."""
