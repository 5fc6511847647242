"""The embedded PostgreSQL: found, prepared, started and stopped by us, for machines without a database server."""
