"""Content as a hash: the same for the same content, whatever the order of its keys."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def digest(value: Any) -> str:
    """SHA-256 of a JSON value."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def content_hash(script_digest: str, definition: Any, packs: Mapping[str, str], engine: str) -> str:
    """Of everything that the outcome of a run depends on.

    `definition` is that of the case with its packs pinned, `packs` the SHA-256 of each source's rows.
    """
    return digest([script_digest, digest(definition), dict(packs), engine])
