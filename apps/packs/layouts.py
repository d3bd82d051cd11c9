"""What goes in and out of the reader of packs, as JSON."""

import codecs
from collections.abc import Mapping, Sequence
from typing import Any

from apps.core.errors import Invalid
from apps.tables.validators import validate_columns, validate_roles
from penstock.operators.bindings import Column
from penstock.testkit.pack_reader import Layout, Report
from penstock.testkit.value_parsing import ParseOptions

_NO_FILES = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}
_LAYOUT_FIELDS = ("format", "encoding", "delimiter", "quote", "header")
_DAYS = {"dmy": "day-first", "mdy": "month-first"}


class BadRows(Invalid):
    """Rows that cannot be read; the report names each place."""

    code = "bad-rows"

    def __init__(self, report: Report) -> None:
        super().__init__(_summarize(report))
        self.report = report

    def body(self) -> dict[str, Any]:
        """The JSON answer with the report."""
        answer = super().body()
        answer["error"]["report"] = serialize_report(self.report)
        return answer


def read_layout(given: Mapping[str, Any]) -> Layout:
    """The layout in a request; what it leaves out is detected.

    Raises:
        Invalid: There is no such encoding.
    """
    if "encoding" in given and not _is_encoding(given["encoding"]):
        sentence = f"There is no encoding {given['encoding']!r}; UTF-8 is a good choice."
        raise Invalid.field("encoding", sentence)
    known = {name: given[name] for name in _LAYOUT_FIELDS if name in given}
    options = ParseOptions(day_order=_DAYS.get(given.get("days", "")))  # type: ignore[arg-type]
    return Layout(**known, parse_options=options, ignore_unknown=given.get("ignore_unknown", False))


def serialize_layout(layout: Layout) -> dict[str, Any]:
    """A layout as an answer shows it, and as a request may give it back."""
    return {
        "format": layout.format,
        "encoding": layout.encoding,
        "delimiter": layout.delimiter,
        "quote": layout.quote,
        "header": layout.header,
        "days": next(
            (name for name, order in _DAYS.items() if order == layout.parse_options.day_order), None
        ),
        "ignore_unknown": layout.ignore_unknown,
    }


def serialize_report(report: Report) -> dict[str, Any]:
    """What reading a file gave."""
    return {
        "rows": report.rows,
        "bad_rows": report.bad_rows,
        "fault_count": report.fault_count,
        "faults": [fault.to_dict() for fault in report.faults],
        "missing": list(report.missing),
        "layout": serialize_layout(report.layout),
    }


def validate_pack_columns(columns: Sequence[Mapping[str, Any]], event_time: str) -> list[dict[str, str]]:
    """Columns in canonical form, names and types only.

    Raises:
        Invalid: A column is wrong, or the event time is none; the exception names the field.
    """
    found = validate_columns([dict(column) for column in columns])
    validate_roles(found, event_time, ())
    return [{"name": column["name"], "type": column["type"]} for column in found]


def parse_columns(columns: Sequence[Mapping[str, str]]) -> list[Column]:
    """Columns as the reader takes them."""
    return [Column(name=column["name"], type=column["type"]) for column in columns]


def _is_encoding(name: str) -> bool:
    """Whether a name is that of an encoding of text; some of Python's are something else."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return found._is_text_encoding and found.name not in _NO_FILES  # noqa: SLF001 - codecs has no public name for it


def _summarize(report: Report) -> str:
    first = report.faults[0]
    place = f"Row {first.row}: " if first.row else ""
    more = report.fault_count - 1
    rest = f" ({more} more fault{'s' if more > 1 else ''})" if more else ""
    return f"{place}{first.message}{rest}"
