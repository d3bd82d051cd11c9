"""The doors to the stores of tenants: try a connection, look what is there, sample rows. One module a kind.

Each kind's module has the same functions, with its own `Config` and the names of its `SECRETS`:
`connection_options`, `test`, `names`, `columns`, `sample`. All that go out take at most five seconds and
raise `StoreError` with a sentence.
"""

from penstock.stores.base import StoreError
from penstock.stores.network import Policy

__all__ = ["Policy", "StoreError"]
