"""MySQL and what speaks its protocol."""
