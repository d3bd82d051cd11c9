"""Where Penstock's own files are: inside the wheel, or in a source checkout."""

from __future__ import annotations

from pathlib import Path

from penstock import environment

PACKAGE = Path(__file__).resolve().parent
_ROOT = PACKAGE.parents[1]
CHECKOUT: Path | None = _ROOT if (_ROOT / "platform" / "penstock").resolve() == PACKAGE else None
"""The root of the source checkout; None if Penstock was installed from a wheel."""


def find_pages() -> Path:
    """The folder of the built front end; it may be missing in a checkout."""
    return CHECKOUT / "frontend" / "dist" if CHECKOUT else PACKAGE / "web" / "pages"


def find_examples() -> Path:
    """The folder of example graphs, packs and tests, which the demo loads."""
    return CHECKOUT / "examples" if CHECKOUT else PACKAGE / "examples"


def find_engine_files(engine: str) -> Path:
    """The wheel's files for an engine such as `flink-1.20`: `requirements.txt` and Penstock's own jars."""
    return PACKAGE / "engines" / engine


def default_home() -> Path:
    """The folder of engines and data: PENSTOCK_HOME, else `.penstock` of a checkout, else a user's folder."""
    named = environment.get_str("HOME")
    if named:
        return Path(named).resolve()
    return CHECKOUT / ".penstock" if CHECKOUT else Path.home() / ".local" / "share" / "penstock"
