"""Runs uv, pip and Maven for `penstock engine install`; their failures become sentences."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence

from penstock.local.errors import LocalError

_STEP_TIMEOUT = 1800.0
_LINES = 12
_HASH = re.compile(r"hash mismatch|do not match the hashes", re.IGNORECASE)
_NETWORK = re.compile(
    r"could not transfer|failed to fetch|failed to download|error sending request|dns error|unknown host"
    r"|name resolution|name or service not known|network is unreachable|no route to host"
    r"|connection (?:refused|reset|timed out|error|broken)|connect timed out|failed to establish"
    r"|connectivity is disabled|network was disabled|in offline mode|are you offline"
    r"|max retries exceeded|from versions: none",
    re.IGNORECASE,
)


def run_install_command(
    command: Sequence[str], *, what: str, mirror: str, env: Mapping[str, str] | None = None
) -> None:
    """Run a program that downloads and installs.

    Args:
        command: the program and its arguments.
        what: what it downloads, as the beginning of a sentence.
        mirror: how to name another source of downloads.
        env: its environment; None is this process's.

    Raises:
        LocalError: the program is missing, took too long, or failed.
    """
    try:
        done = subprocess.run(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=_STEP_TIMEOUT,
            check=False,
        )
    except FileNotFoundError:
        raise LocalError(f"`{command[0]}` was not found on the PATH. Install it and try again.") from None
    except subprocess.TimeoutExpired:
        raise LocalError(f"`{' '.join(command)}` took longer than {_STEP_TIMEOUT:.0f} s.") from None
    if done.returncode != 0:
        raise LocalError(describe_failure(command, done.stdout, what, mirror))


def describe_failure(command: Sequence[str], output: str, what: str, mirror: str) -> str:
    """Say why the program failed and what to do, followed by the end of its output."""
    if _HASH.search(output):
        text = (
            f"{what}: a downloaded file does not have the hash that Penstock lists, so nothing was replaced."
            f" Use another source of downloads: {mirror}."
        )
    elif _NETWORK.search(output):
        text = (
            f"{what} could not be downloaded. Check the network, or name another source: {mirror}."
            " Then run the command again; complete downloads are kept."
        )
    else:
        text = f"{what} could not be installed: `{' '.join(command)}` failed."
    return "\n".join([text, *output.strip().splitlines()[-_LINES:]])
