"""Records as a store has them, brought into lines of JSON."""

import csv
import json
from collections.abc import Sequence

from penstock.testkit.pack_reader import MAX_LINE


def decode_records(records: Sequence[bytes], format: str, names: Sequence[str]) -> tuple[bytes, int]:
    """One line for each record that can be one, and how many cannot: those that are no JSON objects.

    CSV records, whose cells are the columns in their order, become objects of texts.
    """
    found = [_decode_record(record, names if format == "csv" else None) for record in records]
    lines = [line for line in found if line is not None]
    return b"".join(line.encode() + b"\n" for line in lines), len(found) - len(lines)


def _decode_record(record: bytes, names: Sequence[str] | None) -> str | None:
    try:
        text = record.decode()
        if names is not None:
            text = _decode_csv(text, names)
    except ValueError:
        return None
    # A JSON text has breaks between its parts only, where a space does as well.
    line = text.lstrip("\ufeff").replace("\r", " ").replace("\n", " ").strip()
    return line if line.startswith("{") and len(line) < MAX_LINE else None


def _decode_csv(text: str, names: Sequence[str]) -> str:
    try:
        rows = [row for row in csv.reader([text], strict=True) if row]
    except csv.Error as error:
        raise ValueError(str(error)) from None
    if len(rows) != 1 or len(rows[0]) != len(names):
        raise ValueError("not one row of these columns")
    cells = zip(names, rows[0], strict=True)
    return json.dumps({name: cell if cell != "" else None for name, cell in cells}, ensure_ascii=False)
