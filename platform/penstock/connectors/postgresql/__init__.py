"""PostgreSQL and what speaks its protocol."""
