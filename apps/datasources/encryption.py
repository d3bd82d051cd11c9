"""Secrets at rest: encrypted with the first vault key, readable with any, bound to their data source."""

import json
from collections.abc import Mapping
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from apps.core.errors import Unavailable


def seal(owner: UUID, secrets: Mapping[str, str]) -> bytes:
    """The encrypted form; empty when there is nothing to keep."""
    if not secrets:
        return b""
    # The owner goes in, so that a blob copied into another row doesn't open there.
    return _keys().encrypt(json.dumps({"owner": str(owner), "secrets": dict(secrets)}).encode())


def unseal(owner: UUID, blob: bytes) -> dict[str, str]:
    """The secrets that `seal` was given.

    Raises:
        Unavailable: None of our keys opens them.
    """
    if not blob:
        return {}
    try:
        found = json.loads(_keys().decrypt(bytes(blob)))
    except InvalidToken:
        found = {}
    if found.get("owner") != str(owner):
        raise Unavailable(
            "The stored secrets cannot be read with the server's current keys: type them again, "
            "or ask the operator of this server to restore PENSTOCK_VAULT_KEYS."
        )
    return dict(found["secrets"])


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.VAULT_KEYS])
