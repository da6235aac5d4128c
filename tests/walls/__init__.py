"""The walls of PostgreSQL, tried with the role that owns nothing."""
