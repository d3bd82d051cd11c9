"""The Flink versions that Penstock supports: the one list, and the oldest patch level of each."""

import re

#: By version, the oldest patch level that may be used.
#: Earlier ones let a crafted SQL text run code in the planner and in the job (CVE-2026-35194).
OLDEST = {"1.20": (1, 20, 4), "2.2": (2, 2, 1)}
#: The version of new environments, of the command line, and of the processes that warm up a planner.
DEFAULT_VERSION = "1.20"


class EngineError(Exception):
    """An engine that is missing, incomplete or unsafe; the text says what to do."""


def require_safe(version: str, patch_level: str) -> None:
    """Check that the patch level of an engine (or of a cluster) is safe to use, and of this line of versions.

    Raises:
        EngineError: It is known to be unsafe, or of another or an unknown line.
    """
    oldest = OLDEST.get(version)
    if oldest is None:
        raise EngineError(f"Flink {version} is not supported; use one of: {', '.join(OLDEST)}.")
    parts = tuple(int(part) for part in re.findall(r"\d+", patch_level)[:3])
    if len(parts) != 3 or parts[:2] != oldest[:2]:
        raise EngineError(f"Flink {patch_level} is not of the line {version}.")
    if parts < oldest:
        needed = ".".join(map(str, oldest))
        raise EngineError(
            f"Flink {patch_level} is refused: SQL can run code in it. Use {needed} or a later {version}."
        )
