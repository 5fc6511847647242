"""Webhooks out: other people's programs are told what happened to cases, in figures, signed, and again if need be."""
