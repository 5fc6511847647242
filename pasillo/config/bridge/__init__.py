"""Carries web requests to Django: the body is waited for without holding a thread, the answer sent without one."""
