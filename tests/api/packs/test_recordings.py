"""Recordings: from a topic to a pack, masked, whole or not at all, whatever happens to the worker."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from confluent_kafka import Producer
from django.conf import settings
from django.utils import timezone

from apps.core import leased_tasks
from apps.packs.models import MaskKey, Pack, PackVersion, Recording
from apps.packs.services import garbage_collection, recording_worker, recordings
from apps.projects.models import Membership
from penstock.connectors.kafka.client import Client
from penstock.local.producer import ensure_topic
from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from penstock.network.store_client import RecordedBatch, StoreError
from tests.api.factories import Room, client, furnish

COLUMNS = [
    {"name": "id", "type": "INT NOT NULL"},
    {"name": "customer", "type": "STRING"},
    {"name": "phone", "type": "STRING"},
    {"name": "at", "type": "TIMESTAMP(3)"},
]
ROWS = [
    {"id": 1, "customer": "ann", "phone": "+4912345", "at": "2026-01-02 03:04:05"},
    {"id": 2, "customer": "bob", "phone": None, "at": "2026-01-02 03:04:06"},
    {"id": 3, "customer": "ann", "phone": "12", "at": "2026-01-02 03:04:07"},
]
MASKS = [{"column": "customer", "rule": "hash"}, {"column": "phone", "rule": "keep-last", "keep": 2}]


@pytest.fixture(autouse=True)
def sent_messages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names and ids that would go to the workers; the tests do the tasks themselves."""
    found: list[str] = []
    for module in (recordings, leased_tasks):
        monkeypatch.setattr(module, "enqueue", lambda task, key: found.append(f"{task} {key}"))
    return found


@pytest.fixture
def kafka(running: Running, shop: Room, settings: Any) -> Stack:
    """A broker, which the project's data source reaches."""
    stack = running("postgres", "redis", "kafka")
    settings.STORES_ALLOW_LOOPBACK = True
    shop.datasource.config = {"bootstrap_servers": stack.address("kafka")}
    shop.datasource.save()
    return stack


@pytest.fixture
def topic(kafka: Stack) -> str:
    name = f"p-{uuid.uuid4().hex[:8]}"
    ensure_topic(kafka.address("kafka"), name)
    write(kafka, name, ROWS)
    return name


def write(kafka: Stack, topic: str, rows: list[Any]) -> None:
    producer = Producer({"bootstrap.servers": kafka.address("kafka")})
    for row in rows:
        record = row if isinstance(row, bytes) else json.dumps(row, indent=1).encode()
        producer.produce(topic, record, partition=0)  # so that their order is one
    assert producer.flush(10) == 0


def start(room: Room, topic: str, **changes: Any) -> Any:
    body = {
        "name": "recorded", "datasource": str(room.datasource.pk), "topic": topic, "rows": 100, "seconds": 20,
        "start": "earliest", "columns": COLUMNS, "event_time": "at", "masks": MASKS,
    }  # fmt: skip
    request = {name: value for name, value in {**body, **changes}.items() if value is not None}
    return room.client.post(f"/api/projects/{room.project.pk}/recordings/", request)


def run_recording(room: Room, topic: str, **changes: Any) -> Any:
    """A recording that was requested and executed."""
    asked = start(room, topic, **changes)
    assert asked.status_code == 202, asked.content
    recording_worker.recording_run(asked.json()["id"])
    return room.client.get(f"/api/recordings/{asked.json()['id']}/").json()


def rows(room: Room, pack: str) -> Any:
    return room.client.get(f"/api/packs/{pack}/rows/").json()["rows"]


def no_files() -> bool:
    return not [path for path in settings.PACKS.glob("*/*") if path.is_file()]


def test_a_topic_becomes_a_masked_pack(shop: Room, topic: str, sent_messages: list[str]) -> None:
    found = run_recording(shop, topic)
    assert (found["state"], found["rows"], found["message"]) == ("done", 3, "3 of 3 records were kept.")
    assert sent_messages == [f"packs.record {found['id']}"]
    kept = rows(shop, found["pack"])
    assert [(row["id"], row["phone"], row["at"]) for row in kept] == [
        (1, "******45", "2026-01-02 03:04:05"),
        (2, None, "2026-01-02 03:04:06"),
        (3, "**", "2026-01-02 03:04:07"),
    ]
    hashes = [row["customer"] for row in kept]
    assert hashes[0] == hashes[2] != hashes[1]
    assert "ann" not in hashes
    pack = shop.client.get(f"/api/packs/{found['pack']}/").json()
    assert (pack["name"], pack["event_time"], pack["version"]["origin"]) == ("recorded", "at", "recording")


def test_hashes_stay_the_same_within_a_project_only(shop: Room, kafka: Stack, topic: str) -> None:
    first = rows(shop, run_recording(shop, topic)["pack"])
    again = rows(shop, run_recording(shop, topic, name="again")["pack"])
    assert first == again
    other = furnish(shop.project.tenant, "Other")
    other.datasource.config = {"bootstrap_servers": kafka.address("kafka")}
    other.datasource.save()
    elsewhere = rows(other, run_recording(other, topic)["pack"])
    assert elsewhere[0]["customer"] != first[0]["customer"]
    assert elsewhere[0]["phone"] == first[0]["phone"]
    keys = [bytes(key.vault) for key in MaskKey.objects.all()]
    assert len(keys) == 2


def test_another_recording_is_the_next_version(shop: Room, kafka: Stack, topic: str) -> None:
    first = run_recording(shop, topic)
    same = run_recording(shop, topic, columns=None, event_time=None)
    assert same["message"].endswith("They are those of version 1.")
    write(kafka, topic, [{**ROWS[0], "id": 4}])
    more = run_recording(shop, topic, columns=None, event_time=None)
    assert first["pack"] == same["pack"] == more["pack"]
    pack = shop.client.get(f"/api/packs/{first['pack']}/").json()
    assert (pack["version"]["number"], pack["version"]["rows"]) == (2, 4)
    other = start(shop, topic, columns=[{"name": "x", "type": "INT"}], event_time=None, masks=[])
    assert "has other columns" in other.json()["error"]["fields"]["columns"][0]


def test_columns_as_the_topics_table_has_them_or_guessed(shop: Room, topic: str) -> None:
    guessed = run_recording(shop, topic, columns=None)
    pack = Pack.objects.get(pk=guessed["pack"])
    assert [(column["name"], column["type"]) for column in pack.columns] == [
        ("id", "BIGINT"),
        ("customer", "STRING"),
        ("phone", "STRING"),
        ("at", "TIMESTAMP(3)"),
    ]
    shop.table.name, shop.table.columns, shop.table.event_time = topic, COLUMNS, "at"
    shop.table.save()
    described = run_recording(shop, topic, columns=None, event_time=None, name="described")
    assert Pack.objects.get(pk=described["pack"]).columns == COLUMNS


def test_what_does_not_fit_is_left_out_and_not_shown(shop: Room, kafka: Stack, topic: str) -> None:
    write(kafka, topic, [b"\xff\xfe", b"secret", {"id": "x"}, {"id": 5, "at": ["secret"]}])
    found = run_recording(shop, topic)
    assert found["state"] == "done"
    # Everyone who sees the project may read this: it holds no value, masked or not.
    assert found["message"] == (
        "3 of 7 records were kept. 4 did not fit the columns, the first because of “id”."
    )


def test_nested_values_of_a_text_column_are_kept_as_their_json(shop: Room, kafka: Stack, topic: str) -> None:
    name = f"{topic}-nested"
    ensure_topic(kafka.address("kafka"), name)
    write(
        kafka,
        name,
        [[{"id": 0}], "text", {"id": 1, "tags": {}}, {"id": 2, "tags": {"a": [1.5]}}, {"id": 3, "tags": "x"}],
    )
    found = run_recording(shop, name, columns=None, event_time=None, masks=[])
    assert found["message"] == "3 of 5 records were kept. 2 did not fit the columns."
    assert [row["tags"] for row in rows(shop, found["pack"])] == ["{}", '{"a":[1.5]}', "x"]


def test_csv_records(shop: Room, kafka: Stack, topic: str) -> None:
    name = f"{topic}-csv"
    ensure_topic(kafka.address("kafka"), name)
    write(kafka, name, [b'1,"ann, b",,2026-01-02 03:04:05', b"2,bob", b'3,"open,,'])
    shop.table.name, shop.table.columns, shop.table.format, shop.table.event_time = name, COLUMNS, "csv", "at"
    shop.table.save()
    found = run_recording(shop, name, columns=None, event_time=None, masks=[])
    assert found["message"] == "1 of 3 records were kept. 2 did not fit the columns."
    assert rows(shop, found["pack"])[0]["customer"] == "ann, b"


def test_a_failure_is_a_sentence_and_leaves_nothing(shop: Room, kafka: Stack, topic: str) -> None:
    missing = run_recording(shop, "nothing-here")
    assert (missing["state"], missing["pack"]) == ("failed", None)
    assert missing["message"] == "There is no topic nothing-here in this cluster."
    quiet = run_recording(shop, topic, start="now", seconds=1)
    assert quiet["message"] == f"No record with a value came from {topic} within 1 s."
    unfit = run_recording(shop, topic, columns=[{"name": "id", "type": "DATE"}], event_time=None, masks=[])
    assert unfit["state"] == "failed"
    assert unfit["message"].startswith("0 of 3 records were kept. 3 did not fit")
    guessed = run_recording(shop, topic, columns=None, masks=[{"column": "nothing", "rule": "null"}])
    assert guessed["message"] == "There is no column 'nothing' to be masked."
    shop.datasource.config = {"bootstrap_servers": "127.0.0.1:1"}
    shop.datasource.save()
    assert "nothing listens there" in run_recording(shop, topic)["message"]
    assert not Pack.objects.filter(name="recorded").exists()
    assert no_files()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rows": 0}, "rows"),
        ({"rows": 100_001}, "rows"),
        ({"seconds": 301}, "seconds"),
        ({"start": "never"}, "start"),
        ({"event_time": "customer"}, "event_time"),
        ({"masks": [{"column": "at", "rule": "redact"}]}, "masks"),
        ({"masks": [{"column": "id", "rule": "null"}]}, "masks"),
        ({"masks": [{"column": "id", "rule": "swap"}]}, "masks.0.rule"),
        ({"masks": [{"column": "nowhere", "rule": "hash"}]}, "masks"),
        ({"datasource": str(uuid.uuid4())}, "datasource"),
        ({"table": str(uuid.uuid4()), "columns": None}, "table"),
    ],
)
def test_a_wrong_wish_is_refused_at_once(shop: Room, change: dict[str, Any], field: str) -> None:
    answer = start(shop, "orders", **change)
    assert answer.status_code == 400
    assert field in answer.json()["error"]["fields"]
    assert Recording.objects.filter(project=shop.project).count() == 1  # the one that was there


def test_who_may_not_see_rows_may_not_record_them(shop: Room) -> None:
    operator = client(shop.member("operator"))
    body = {"name": "x", "datasource": str(shop.datasource.pk), "topic": "t", "rows": 1, "seconds": 1}
    assert operator.post(f"/api/projects/{shop.project.pk}/recordings/", body).status_code == 403


def test_the_right_to_record_may_be_lost_meanwhile(shop: Room) -> None:
    asked = start(shop, "orders").json()["id"]
    Membership.objects.filter(pk=shop.membership.pk).update(roles=["viewer"])
    recording_worker.recording_run(asked)
    assert "data.preview" in Recording.objects.get(pk=asked).message


def test_not_too_many_at_once(shop: Room) -> None:
    assert [start(shop, "orders", name=f"r{n}").status_code for n in range(6)] == [*[202] * 5, 409]
    asked = list(Recording.objects.filter(state="queued").order_by("created_at"))
    claimed = [recordings.recording_claim(one.pk) for one in asked]
    assert [one is not None for one in claimed] == [True, True, True, False, False]
    assert recordings.recording_claim(asked[0].pk) is None


@pytest.fixture
def queued_recording(shop: Room) -> Recording:
    return Recording.objects.get(pk=start(shop, "orders").json()["id"])


def _age(recording: Recording) -> None:
    past = timezone.now() - timedelta(hours=1)
    Recording.objects.filter(pk=recording.pk).update(updated_at=past)


def test_a_message_that_no_worker_got_is_sent_again(
    queued_recording: Recording, sent_messages: list[str]
) -> None:
    sent_messages.clear()
    recordings.recordings_sweep()
    assert sent_messages == []
    _age(queued_recording)
    recordings.recordings_sweep()
    recordings.recordings_sweep()
    assert sent_messages == [f"packs.record {queued_recording.pk}"]


def test_a_lost_workers_recording_is_done_once_more_and_then_given_up(
    queued_recording: Recording, sent_messages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    past = timezone.now() - timedelta(seconds=1)
    late = recordings.recording_claim(queued_recording.pk)
    assert late is not None
    Recording.objects.update(lease_until=past)
    recordings.recordings_sweep()
    queued_recording.refresh_from_db()
    assert (queued_recording.state, sent_messages[-1]) == ("queued", f"packs.record {queued_recording.pk}")
    assert recordings.recording_claim(queued_recording.pk) is not None
    # The first worker comes back: whatever it does is refused.
    assert not recordings.recording_heartbeat(late, 7)
    recordings.recording_fail(late, "too late")
    taken = RecordedBatch([json.dumps(row).encode() for row in ROWS])
    with pytest.raises(recording_worker._LeaseLost):
        recording_worker._store(late, taken)
    assert no_files()
    assert not PackVersion.objects.filter(pack__name="recorded").exists()
    Recording.objects.update(lease_until=past)
    recordings.recordings_sweep()
    queued_recording.refresh_from_db()
    assert (queued_recording.state, queued_recording.message) == (
        "failed",
        "The server was stopped while it recorded: record again.",
    )


def test_a_recording_that_is_done_is_not_done_again(
    queued_recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def record(_client: Client, _request: object, progress: Any) -> RecordedBatch:
        calls.append(1)
        progress(2)
        return RecordedBatch([json.dumps(row).encode() for row in ROWS], note="It ended after 20 s.")

    monkeypatch.setattr(Client, "record", record)
    recording_worker.recording_run(queued_recording.pk)
    recording_worker.recording_run(queued_recording.pk)
    assert calls == [1]
    queued_recording.refresh_from_db()
    assert (queued_recording.state, queued_recording.message) == (
        "done",
        "3 of 3 records were kept. It ended after 20 s.",
    )


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [(StoreError("Kafka is away."), "Kafka is away."), (ValueError("x"), "Something went wrong on our side")],
)
def test_every_failure_ends_it(
    queued_recording: Recording, problem: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def record(*_: object) -> RecordedBatch:
        raise problem

    monkeypatch.setattr(Client, "record", record)
    recording_worker.recording_run(queued_recording.pk)
    queued_recording.refresh_from_db()
    assert queued_recording.state == "failed"
    assert queued_recording.message.startswith(sentence)


def test_the_next_one_begins_when_one_ends(
    shop: Room, queued_recording: Recording, sent_messages: list[str]
) -> None:
    waiting = start(shop, "orders", name="second").json()["id"]
    sent_messages.clear()
    shop.datasource.projects.remove(shop.project)
    recording_worker.recording_run(queued_recording.pk)
    assert (
        Recording.objects.get(pk=queued_recording.pk).message
        == "The data source is no longer in this project."
    )
    assert sent_messages == [f"packs.record {waiting}"]


def test_old_recordings_are_forgotten(queued_recording: Recording) -> None:
    Recording.objects.update(state="done", updated_at=timezone.now() - timedelta(days=31))
    recordings.recordings_prune()
    assert not Recording.objects.exists()
    garbage_collection.collect_garbage()
