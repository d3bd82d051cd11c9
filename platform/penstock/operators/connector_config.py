"""Building blocks of a connector's configuration: its base, host names, plain texts."""

import contextlib
import ipaddress
import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

_HOST = re.compile(r"^(?=.{1,253}\Z)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\.[A-Za-z0-9_-]{1,63})*\.?\Z")

Secrets = Mapping[str, str]


class Settings(BaseModel):
    """Base of the connections' settings: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def host_name(text: str) -> str:
    """The validated name or address of a host.

    Raises:
        ValueError: It is neither; the message is a sentence.
    """
    bare = text.strip()
    unwrapped = bare[1:-1] if bare.startswith("[") and bare.endswith("]") else bare
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(unwrapped))
    if not _HOST.match(bare):
        raise ValueError("Give a host name or an IP address alone, without a scheme, port, path or options")
    return bare


def in_url(host: str) -> str:
    """The host as a URL wants it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def plain(text: str) -> str:
    """The text.

    Raises:
        ValueError: It holds control characters.
    """
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValueError("Control characters are not allowed here")
    return text


Host = Annotated[str, AfterValidator(host_name)]
Name = Annotated[str, AfterValidator(plain)]
