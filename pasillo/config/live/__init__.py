"""News for open pages: one connection to the database per process, one quiet stream per browser."""
