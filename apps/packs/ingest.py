"""From rows of a request to stored rows: the same path for files, typed rows and recorded ones."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile

from apps.core.errors import Invalid
from apps.packs import schema_inference, storage
from apps.packs.layouts import BadRows, parse_columns, serialize_layout, serialize_report
from penstock.testkit import pack_reader
from penstock.testkit.pack_reader import Layout, Report

SAMPLE = 20


@contextmanager
def open_source(
    file: "UploadedFile[bytes] | None", rows: Sequence[Mapping[str, Any]] | None
) -> Iterator[BinaryIO]:
    """An uploaded file, or rows that were typed in, as a file that can be read from its start."""
    if file is not None:
        with open_upload(file) as found:
            yield found
        return
    with tempfile.TemporaryFile() as made:
        for row in rows or ():
            made.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        made.seek(0)
        yield cast(BinaryIO, made)


def open_upload(file: "UploadedFile[bytes]") -> BinaryIO:
    """The file of an upload."""
    # Uploads always go to a file, see apps.core.uploads.
    return Path(file.temporary_file_path()).open("rb")  # type: ignore[attr-defined]


@contextmanager
def read_content(
    given: BinaryIO, columns: Sequence[Mapping[str, str]], layout: Layout
) -> Iterator[tuple[storage.Draft, Report]]:
    """The rows as a draft that is ready to be kept.

    Raises:
        BadRows: Any row or the file as a whole is wrong; the report names each place.
        Unavailable: The rows cannot be written on this server.
    """
    with storage.draft() as draft:
        report = pack_reader.read(given, parse_columns(columns), cast(BinaryIO, draft), layout)
        if not report.ok:
            raise BadRows(report)
        draft.finish()
        yield draft, report


def inspect_content(
    given: BinaryIO, columns: Sequence[Mapping[str, str]] | None, layout: Layout
) -> dict[str, Any]:
    """What storing the file would give; columns are inferred when none are given. Nothing is stored.

    Raises:
        Invalid: The file has no rows from which columns could be inferred.
    """
    if columns is None:
        try:
            columns, layout = schema_inference.infer_columns(given, layout)
        except BadRows as error:
            return _answer([], error.report, [])
    if not columns:
        raise Invalid("The file has no rows from which columns could be inferred: name them.")
    head = _Head()
    report = pack_reader.read(given, parse_columns(columns), cast(BinaryIO, head), layout)
    return _answer(columns, report, [json.loads(line) for line in head.lines])


def _answer(
    columns: Sequence[Mapping[str, str]], report: Report, sample: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "layout": serialize_layout(report.layout),
        "columns": list(columns),
        "sample": sample,
        "report": serialize_report(report),
    }


class _Head:
    """Keeps the first rows of what is written."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def write(self, line: bytes) -> int:
        """Take a row."""
        if len(self.lines) < SAMPLE:
            self.lines.append(line)
        return len(line)
