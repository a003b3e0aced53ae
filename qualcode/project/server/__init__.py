"""A project on a PostgreSQL server: the same tables and the same SQL, for many coders at once."""
