"""Detects how an uploaded file is written: its encoding, and for CSV delimiter and header."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Sequence
from typing import BinaryIO

DELIMITERS = (",", ";", "\t", "|")
_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_ROWS = 30
# Text in another one-byte encoding mostly passes as GB18030, but as characters that nobody writes.
_COMMON_SHARE = 0.9


class UnreadableError(ValueError):
    """The file is no text that can be read; the message says what to do."""


def detect_encoding(stream: BinaryIO, wanted: str | None = None) -> str:
    """The encoding of a whole seekable file, checked from end to end; the stream is left at its start.

    UTF-8, UTF-16 and GB18030 are recognised; any other must be `wanted`.

    Raises:
        UnreadableError: A line cannot be read in the encoding, or none fits; the message names the line.
    """
    stream.seek(0)
    head = stream.read(4096)
    found = (
        wanted or next((name for mark, name in _BOMS if head.startswith(mark)), None) or _detect_utf16(head)
    )
    candidates = [found] if found else ["utf-8", "gb18030"]
    places = [_find_first_fault(stream, name) for name in candidates]
    stream.seek(0)
    for name, place in zip(candidates, places, strict=True):
        if place is None and (name != "gb18030" or wanted or _is_plausible_gb18030(stream)):
            return name
    if found:
        raise UnreadableError(
            f"The file is not {found.removesuffix('-sig')}: line {places[0]} cannot be read."
        )
    raise UnreadableError(
        f"The encoding of the file is not recognised: line {places[0]} is not UTF-8. Save it as UTF-8, or"
        " name its encoding."
    )


def _detect_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) < len(head) * 0.2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _find_first_fault(stream: BinaryIO, name: str) -> int | None:
    """The number of the first line that the encoding cannot read, or None."""
    try:
        decoder = codecs.getincrementaldecoder(name)()
    except LookupError:
        raise UnreadableError(f"There is no encoding {name!r}; UTF-8 is a good choice.") from None
    stream.seek(0)
    line = 1
    while True:
        chunk = stream.read(_CHUNK)
        try:
            line += decoder.decode(chunk, final=not chunk).count("\n")
        except UnicodeError as error:
            # Not all of them say where: UTF-16 without its mark is wrong from the start.
            return line + chunk[: getattr(error, "start", 0)].count(b"\n")
        if not chunk:
            return None


def _is_plausible_gb18030(stream: BinaryIO) -> bool:
    """Whether text in GB18030 holds characters that are in common use."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("gb18030")()
    uncommon = common = 0
    while (uncommon + common) < 10_000 and (chunk := stream.read(_CHUNK)):
        foreign = "".join(c for c in decoder.decode(chunk) if not c.isascii())
        kept = len(foreign.encode("gb2312", "ignore").decode("gb2312"))
        common, uncommon = common + kept, uncommon + len(foreign) - kept
    stream.seek(0)
    return common >= (common + uncommon) * _COMMON_SHARE


def detect_delimiter(sample: str, quote: str, columns: int) -> str:
    """The character that separates the cells of a CSV sample; best the one that makes `columns` of them."""

    def score(mark: str) -> tuple[bool, float, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=mark, quotechar=quote) if row]
        usual = max(set(widths), key=widths.count, default=1)
        return usual == columns, widths.count(usual) / max(len(widths), 1) * (usual > 1), usual

    lines = sample.splitlines()[:_SAMPLE_ROWS]
    try:
        return max(DELIMITERS, key=score) if columns > 1 or any(m in sample for m in DELIMITERS) else ","
    except csv.Error:
        return ","


def is_header(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a first row names the columns: most of its cells do, or as many as there are columns."""
    known = {name.casefold() for name in names}
    hits = sum(cell.strip().casefold() in known for cell in cells)
    return hits > 0 and hits * 2 >= min(len(cells), len(names))
