"""The work of a recording: take records, read them as rows, mask them, keep them. May be done twice."""

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
from apps.packs.layouts import BadRows, checked, parsed
from apps.packs.models import Pack, PackVersion, Recording
from apps.packs.services.masking import mask_key, masking_of
from apps.packs.services.packs import Making, version_add
from apps.packs.services.record_decoding import as_lines
from apps.packs.services.recordings import recording_claim, recording_fail, recording_go_on, recording_next
from penstock.network.store_client import RecordedBatch, RecordingRequest, StoreError
from penstock.testkit import pack_reader
from penstock.testkit.masking import Masking
from penstock.testkit.pack_reader import Layout, Report
from penstock.testkit.value_parsing import ParseOptions

log = structlog.get_logger(__name__)
Columns = Sequence[Mapping[str, str]]
_ROWS_A_BEAT = 5000


class _Lost(Exception):
    """The recording is somebody else's by now."""


def recording_run(id: UUID | str) -> None:
    """Do a recording that is waiting; afterwards it is done, or failed with a sentence."""
    recording = recording_claim(id)
    if recording is None:
        return
    try:
        _keep(recording, _take(recording))
    except (StoreError, ApplicationError) as error:
        recording_fail(recording, str(error))
    except _Lost:
        log.info("recording lost", recording=str(id))
    except (TypeError, ValueError, LookupError, ArithmeticError):
        # A fault of ours; whatever else it may be (a database that is away) is tried again.
        log.exception("recording failed", recording=str(id))
        recording_fail(recording, "Something went wrong on our side; it has been logged.")
    recording_next()


def _take(recording: Recording) -> RecordedBatch:
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
    return client.record(request, lambda rows: _go_on(recording, rows))


def _go_on(recording: Recording, rows: int) -> None:
    if not recording_go_on(recording, rows):
        raise _Lost
    release_db_connection()


def _keep(recording: Recording, taken: RecordedBatch) -> None:
    """Make the rows a version of the pack, and the recording done, both or neither."""
    if not taken.values:
        seconds = f" within {recording.limit_seconds} s" if recording.start == "now" else ""
        raise ApplicationError(f"No record with a value came from {recording.topic}{seconds}.")
    lines, unread = as_lines(taken.values, recording.format, [c["name"] for c in recording.columns])
    columns = recording.columns or _guessed(lines, recording.event_time)
    key = mask_key(recording.project) if recording.masks else b""
    mask = masking_of(columns, recording.event_time, recording.masks, key)
    with storage.draft() as draft:
        masked = _Masked(draft, mask, lambda: _go_on(recording, len(taken.values)))
        report = _read(lines, columns, masked)
        sentence = _sentence(taken, report, unread)
        if not report.rows:
            raise ApplicationError(sentence)
        draft.finish()
        _commit(recording, columns, draft, report, sentence)


def _guessed(lines: bytes, event_time: str) -> list[dict[str, str]]:
    try:
        found, _ = schema_inference.columns(io.BytesIO(lines), Layout(format="jsonl", encoding="utf-8"))
    except BadRows as error:
        raise ApplicationError(error.message) from None
    if not found:
        raise Invalid("The records are no JSON objects from which columns could be told: name the columns.")
    return checked(found, event_time)


def _read(lines: bytes, columns: Columns, out: "_Masked") -> Report:
    # What Flink's own format takes from the topic shall not be left out here.
    options = ParseOptions(nested_as_text=True)
    layout = Layout(format="jsonl", encoding="utf-8", ignore_unknown=True, parse_options=options)
    return pack_reader.read(io.BytesIO(lines), parsed(columns), cast(BinaryIO, out), layout)


@transaction.atomic
def _commit(
    recording: Recording, columns: Columns, draft: storage.Draft, report: Report, sentence: str
) -> None:
    locked = Recording.objects.select_for_update().get(pk=recording.pk)
    if locked.state != Recording.State.RUNNING or locked.attempts != recording.attempts:
        raise _Lost
    pack = _pack(recording, columns)
    making = Making(PackVersion.Origin.RECORDING, f"From {recording.topic}")
    version, new = version_add(pack, recording.created_by, draft, report, making)
    if not new:
        sentence += f" They are those of version {version.number}."
    locked.pack, locked.state, locked.rows = pack, Recording.State.DONE, report.rows
    locked.message, locked.lease_until = sentence[:2000], None
    locked.save()
    events.recording_changed(locked)


def _pack(recording: Recording, columns: Columns) -> Pack:
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


def _sentence(taken: RecordedBatch, report: Report, unread: int) -> str:
    """What came of it, without a value: whoever sees the project may read it."""
    parts = [f"{report.rows} of {len(taken.values)} records were kept."]
    bad = report.bad_rows + unread
    if bad:
        column = next((fault.column for fault in report.faults if fault.column), None)
        first = f", the first because of “{column}”" if column else ""
        parts.append(f"{bad} did not fit the columns{first}.")
    if taken.without_value:
        parts.append(f"{taken.without_value} had no value.")
    return " ".join([*parts, taken.note]).strip()


class _Masked:
    """Where rows are written to: each goes on masked. Every so many rows `beat` is called, first at once."""

    def __init__(self, out: storage.Draft, mask: Masking, beat: Callable[[], None]) -> None:
        self._out, self._mask, self._beat = out, mask, beat
        self._rows = 0

    def write(self, line: bytes) -> int:
        """Take a row."""
        if self._rows % _ROWS_A_BEAT == 0:
            self._beat()
        self._rows += 1
        row = self._mask(json.loads(line))
        return self._out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
