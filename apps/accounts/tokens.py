"""Making and digesting tokens."""

import hashlib
import secrets

PREFIX = "pst_"


def new_token() -> str:
    """256 random bits: so many that a plain digest suffices, no slow hash needed."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str | bytes) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode() if isinstance(token, str) else token).hexdigest()
