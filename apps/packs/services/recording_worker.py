"""Executes a recording: fetches records, parses them as rows, masks and stores them. May run twice."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, cast
from uuid import UUID

import structlog
from django.db import transaction

from apps.core.db import release_db_connection
from apps.core.errors import ApplicationError, Invalid
from apps.core.permissions import require
from apps.datasources import services as datasources
from apps.packs import events, schema_inference, storage
from apps.packs.layouts import BadRows, parse_columns, validate_pack_columns
from apps.packs.models import Pack, PackVersion, Recording
from apps.packs.services.masking import build_project_masking, mask_key
from apps.packs.services.packs import VersionMetadata, version_add
from apps.packs.services.record_decoding import decode_records
from apps.packs.services.recordings import (
    RECORDINGS,
    recording_claim,
    recording_enqueue_next,
    recording_fail,
    recording_heartbeat,
)
from penstock.network.store_client import RecordedBatch, RecordingRequest, StoreError
from penstock.testkit import pack_reader
from penstock.testkit.masking import Masking
from penstock.testkit.pack_reader import Layout, Report
from penstock.testkit.value_parsing import ParseOptions

log = structlog.get_logger(__name__)
Columns = Sequence[Mapping[str, str]]
_ROWS_PER_HEARTBEAT = 5000


class _LeaseLost(Exception):
    """Another worker has the recording."""


def recording_run(id: UUID | str) -> None:
    """Execute a recording that is waiting; afterwards it is done, or failed with a sentence."""
    recording = recording_claim(id)
    if recording is None:
        return
    try:
        _store(recording, _fetch_records(recording))
    except (StoreError, ApplicationError) as error:
        recording_fail(recording, str(error))
    except _LeaseLost:
        log.info("recording lost", recording=str(id))
    except (TypeError, ValueError, LookupError, ArithmeticError):
        # A fault of ours; whatever else it may be (a database that is away) is tried again.
        log.exception("recording failed", recording=str(id))
        recording_fail(recording, "Something went wrong on our side; it has been logged.")
    recording_enqueue_next()


def _fetch_records(recording: Recording) -> RecordedBatch:
    """The records; nothing of the database is held meanwhile."""
    require(recording.created_by, "data.preview", on=recording.project)
    require(recording.created_by, "pack.edit", on=recording.project)
    source = recording.datasource
    if source is None or not source.projects.filter(pk=recording.project_id).exists():
        raise ApplicationError("The data source is no longer in this project.")
    client = datasources.recording_client(source)
    request = RecordingRequest(
        recording.topic,
        recording.limit_rows,
        recording.limit_seconds,
        recording.start,  # type: ignore[arg-type]
        pack_reader.MAX_BYTES,
    )
    release_db_connection()
    return client.record(request, lambda rows: _renew_lease(recording, rows))


def _renew_lease(recording: Recording, rows: int) -> None:
    if not recording_heartbeat(recording, rows):
        raise _LeaseLost
    release_db_connection()


def _store(recording: Recording, taken: RecordedBatch) -> None:
    """Make the rows a version of the pack, and the recording done, both or neither."""
    if not taken.values:
        seconds = f" within {recording.limit_seconds} s" if recording.start == "now" else ""
        raise ApplicationError(f"No record with a value came from {recording.topic}{seconds}.")
    lines, unread = decode_records(taken.values, recording.format, [c["name"] for c in recording.columns])
    columns = recording.columns or _infer_columns(lines, recording.event_time)
    key = mask_key(recording.project) if recording.masks else b""
    mask = build_project_masking(columns, recording.event_time, recording.masks, key)
    with storage.draft() as draft:
        masked = _MaskingWriter(draft, mask, lambda: _renew_lease(recording, len(taken.values)))
        report = _parse_rows(lines, columns, masked)
        sentence = _summarize(taken, report, unread)
        if not report.rows:
            raise ApplicationError(sentence)
        draft.finish()
        _commit(recording, columns, draft, report, sentence)


def _infer_columns(lines: bytes, event_time: str) -> list[dict[str, str]]:
    try:
        found, _ = schema_inference.infer_columns(io.BytesIO(lines), Layout(format="jsonl", encoding="utf-8"))
    except BadRows as error:
        raise ApplicationError(error.message) from None
    if not found:
        raise Invalid(
            "The records are no JSON objects from which columns could be inferred: name the columns."
        )
    return validate_pack_columns(found, event_time)


def _parse_rows(lines: bytes, columns: Columns, out: "_MaskingWriter") -> Report:
    # What Flink's own format accepts from the topic is kept here too.
    options = ParseOptions(nested_as_text=True)
    layout = Layout(format="jsonl", encoding="utf-8", ignore_unknown=True, parse_options=options)
    return pack_reader.read(io.BytesIO(lines), parse_columns(columns), cast(BinaryIO, out), layout)


@transaction.atomic
def _commit(
    recording: Recording, columns: Columns, draft: storage.Draft, report: Report, sentence: str
) -> None:
    locked = RECORDINGS.lock(recording.pk, recording.attempts)
    if locked is None:
        raise _LeaseLost
    pack = _get_or_create_pack(recording, columns)
    metadata = VersionMetadata(PackVersion.Origin.RECORDING, f"From {recording.topic}")
    version, new = version_add(pack, recording.created_by, draft, report, metadata)
    if not new:
        sentence += f" They are those of version {version.number}."
    locked.pack, locked.state, locked.rows = pack, Recording.State.DONE, report.rows
    locked.message, locked.lease_until = sentence[:2000], None
    locked.save()
    events.recording_changed(locked)


def _get_or_create_pack(recording: Recording, columns: Columns) -> Pack:
    """The pack of this name, locked; a new one when there is none (any more)."""
    same = {"project": recording.project, "name": recording.name, "deleted_at": None}
    found = Pack.objects.select_for_update().filter(**same).first()
    if found is None:
        return Pack.objects.create(
            project=recording.project,
            name=recording.name,
            columns=list(columns),
            event_time=recording.event_time,
            created_by=recording.created_by,
        )
    if found.columns != list(columns):
        raise ApplicationError(f"The pack “{found.name}” has other columns: take another name.")
    return found


def _summarize(taken: RecordedBatch, report: Report, unread: int) -> str:
    """The result, without any value: everyone who sees the project may read it."""
    parts = [f"{report.rows} of {len(taken.values)} records were kept."]
    bad = report.bad_rows + unread
    if bad:
        column = next((fault.column for fault in report.faults if fault.column), None)
        first = f", the first because of “{column}”" if column else ""
        parts.append(f"{bad} did not fit the columns{first}.")
    if taken.without_value:
        parts.append(f"{taken.without_value} had no value.")
    return " ".join([*parts, taken.note]).strip()


class _MaskingWriter:
    """Where rows are written to, each masked. Every so many rows `beat` is called, first at once."""

    def __init__(self, out: storage.Draft, mask: Masking, beat: Callable[[], None]) -> None:
        self._out, self._mask, self._beat = out, mask, beat
        self._rows = 0

    def write(self, line: bytes) -> int:
        """Take a row."""
        if self._rows % _ROWS_PER_HEARTBEAT == 0:
            self._beat()
        self._rows += 1
        row = self._mask(json.loads(line))
        return self._out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
