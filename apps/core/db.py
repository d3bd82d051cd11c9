"""Database connections are few: who is about to do something long without one gives it back."""

from django.db import connection


def release_db_connection() -> None:
    """Return this thread's connection to the pool, unless a transaction is open; the next query takes one."""
    if not connection.in_atomic_block:
        connection.close()
