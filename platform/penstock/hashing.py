"""Content as a hash: the same for the same content, whatever the order of its keys."""

import hashlib
import json


def digest(value: object) -> str:
    """SHA-256 of a JSON value, in hexadecimal."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
