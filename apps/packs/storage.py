"""The files of packs: JSON lines, each found by the SHA-256 of its content, there whole or not at all."""

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

from apps.core.errors import Invalid, Unavailable

MAX_STORED = 256 * 1024 * 1024
"""Bytes of one content. Each row repeats the columns' names, so a small CSV can grow large."""
_ABANDONED_SECONDS = 3600.0
_NEW = "new"


class Draft:
    """A content being written, in a file without a final name."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest = file, hashlib.sha256()
        self.bytes = 0

    def write(self, data: bytes) -> int:
        """Append.

        Raises:
            Invalid: It would be larger than the most that is stored.
        """
        self.bytes += len(data)
        if self.bytes > MAX_STORED:
            raise Invalid(
                f"As JSON lines the rows take more than {MAX_STORED // 1024 // 1024} MB: make several packs.",
                code="too-large",
            )
        self._digest.update(data)
        return self._file.write(data)

    @property
    def sha256(self) -> str:
        """Of what was written so far."""
        return self._digest.hexdigest()

    def finish(self) -> None:
        """Make the file survive a loss of power."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def keep(self) -> None:
        """Put the content where its readers look; in the transaction that writes the row which names it."""
        lock(self.sha256)
        target = path_of(self.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        # A link, so that the draft's own name goes away by itself. It takes the place of what is there,
        # so that the content counts as new.
        spare = Path(f"{self._file.name}.kept")
        os.link(self._file.name, spare)
        spare.replace(target)
        _fsync_folder(target.parent)


@contextmanager
def draft() -> Iterator[Draft]:
    """A new content; gone at the end unless it was kept.

    Raises:
        Unavailable: The content cannot be written on this server.
    """
    folder = settings.PACKS / _NEW
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".jsonl") as file:
            yield Draft(file)
    except OSError as error:
        raise Unavailable(
            f"The rows couldn't be written on this server: {error.strerror or error}."
        ) from None


def path_of(sha256: str) -> Path:
    """The path of a content."""
    return Path(settings.PACKS / sha256[:2] / f"{sha256}.jsonl")


def open_content(sha256: str) -> IO[bytes]:
    """A content to be read.

    Raises:
        Unavailable: This server does not have it.
    """
    try:
        return path_of(sha256).open("rb")
    except OSError as error:
        raise Unavailable(f"The rows can't be read on this server: {error.strerror or error}.") from None


def find_abandoned() -> Iterator[Path]:
    """Contents older than an hour; the caller knows which of them are still referenced."""
    for path in settings.PACKS.glob("??/*.jsonl"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - _ABANDONED_SECONDS:
                yield path


def sweep_drafts() -> None:
    """Remove drafts that a killed process left behind."""
    for path in (settings.PACKS / _NEW).glob("*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - _ABANDONED_SECONDS:
                path.unlink()


def remove(sha256: str) -> None:
    """Remove a content that no row names, to be asked after `lock` in the same transaction."""
    path_of(sha256).unlink(missing_ok=True)


def lock(sha256: str) -> None:
    """Until the transaction ends, no other adds or removes this content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


def _fsync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
