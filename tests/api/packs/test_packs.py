"""Data packs: rows in, by file or typed; versions; rows out; nothing kept of what is bad."""

import json
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.test import AsyncClient

from apps.core.errors import Conflict
from apps.packs.lifecycle import pack_deleting
from apps.packs.models import Pack, PackVersion
from tests.api.factories import Room, World, client

COLUMNS = [
    {"name": "id", "type": "INT NOT NULL"},
    {"name": "city", "type": "STRING"},
    {"name": "amount", "type": "DECIMAL(10, 2)"},
    {"name": "at", "type": "TIMESTAMP(3)"},
]
CSV = "id,city,amount,at\n1,Köln,2.5,2026-01-02 03:04:05\n2,,,\n"
ROWS = [
    {"id": 1, "city": "Köln", "amount": "2.50", "at": "2026-01-02 03:04:05"},
    {"id": 2, "city": None, "amount": None, "at": None},
]


def url(room: Room, *rest: str) -> str:
    return "/".join([f"/api/projects/{room.project.pk}/packs", *rest, ""])


def file(text: str | bytes, name: str = "rows.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def upload(room: Room, text: str | bytes = CSV, *rest: str, **fields: Any) -> Any:
    defaults = {"name": "orders in a file", "columns": json.dumps(COLUMNS), "event_time": "at"}
    defaults = defaults if not rest or rest == ("inspect",) else {}
    form = {name: value for name, value in {**defaults, **fields}.items() if value is not None}
    return room.client.post(url(room, *rest), {**form, "file": file(text)}, format="multipart")


def create_typed(room: Room, rows: list[Any] = ROWS, **fields: Any) -> Any:
    return room.client.post(url(room), {"name": "typed", "columns": COLUMNS, "rows": rows, **fields})


def stored() -> list[Path]:
    return [path for path in settings.PACKS.glob("*/*") if path.is_file()]


def test_a_file_becomes_a_pack(shop: Room) -> None:
    answer = upload(shop, description="of January", comment="first")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["name"], made["description"], made["event_time"]) == ("orders in a file", "of January", "at")
    assert made["columns"] == COLUMNS
    assert made["used_by"] == 0
    version = made["version"]
    assert (version["number"], version["rows"], version["origin"], version["comment"]) == (
        1,
        2,
        "upload",
        "first",
    )
    assert version["created_by"]["username"] == shop.admin.username
    assert version["layout"]["format"] == "csv"
    assert version["layout"]["header"] is True
    assert [path.stat().st_size for path in stored()] == [version["bytes"]]
    assert shop.client.get(f"/api/packs/{made['id']}/").json() == made
    assert made in shop.client.get(url(shop)).json()["results"]


def test_rows_come_back_page_by_page(shop: Room) -> None:
    pack = upload(shop).json()["id"]
    page = shop.client.get(f"/api/packs/{pack}/rows/", {"offset": 1, "limit": 1}).json()
    assert page == {"version": 1, "total": 2, "offset": 1, "rows": [ROWS[1]]}
    assert shop.client.get(f"/api/packs/{pack}/rows/").json()["rows"] == ROWS
    assert shop.client.get(f"/api/packs/{pack}/rows/", {"version": 2}).status_code == 404
    assert shop.client.get(f"/api/packs/{pack}/rows/", {"limit": 201}).status_code == 400


def test_typed_rows_become_a_pack(shop: Room) -> None:
    made = create_typed(shop)
    assert made.status_code == 201, made.content
    assert made.json()["version"]["origin"] == "grid"
    assert shop.client.get(f"/api/packs/{made.json()['id']}/rows/").json()["rows"] == ROWS
    many = create_typed(shop, [{"id": 1}] * 2001, name="many")
    assert "2000" in many.json()["error"]["fields"]["rows"][0]


def test_columns_of_a_table(shop: Room) -> None:
    answer = upload(shop, "order_id,order_time\na,2026-01-02T03:04:05Z\n", columns=None, event_time=None,
                    table=str(shop.table.pk))  # fmt: skip
    assert answer.status_code == 201, answer.content
    assert answer.json()["event_time"] == "order_time"
    assert [column["name"] for column in answer.json()["columns"]] == ["order_id", "order_time"]


def test_bad_values_are_named_and_nothing_is_kept(shop: Room) -> None:
    text = "id,city,amount,at\n1,Köln,2.5,\nx,Bonn,1.234,\n,,,31/12/2026 25:00\n"
    answer = upload(shop, text)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "bad-rows"
    assert error["message"] == "Row 2: id: 'x' is no INT. (3 more faults)"
    report = error["report"]
    assert (report["rows"], report["bad_rows"], report["fault_count"]) == (1, 2, 4)
    assert [(fault["row"], fault["column"]) for fault in report["faults"]] == [
        (2, "id"),
        (2, "amount"),
        (3, "id"),
        (3, "at"),
    ]
    assert report["layout"]["delimiter"] == ","
    assert not Pack.objects.filter(project=shop.project, name="orders in a file").exists()
    assert stored() == []


def test_typed_rows_are_checked_alike(shop: Room) -> None:
    answer = create_typed(shop, [{"id": 1}, {"id": "one", "town": "Köln"}])
    faults = answer.json()["error"]["report"]["faults"]
    assert [(fault["row"], fault["column"]) for fault in faults] == [(2, "town"), (2, "id")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\x00\x01" * 20, "encoding"),
        (b'[{"id": 1}]', "one JSON array"),
        (b'id,city\n1,"open', "quote is not closed"),
    ],
)
def test_what_is_no_table_gets_a_sentence(shop: Room, data: bytes, sentence: str) -> None:
    for rest in ((), ("inspect",)):
        answer = upload(shop, data, *rest)
        report = answer.json()["report"] if rest else answer.json()["error"]["report"]
        assert sentence in report["faults"][0]["message"]
    looked = upload(shop, data, "inspect", columns=None, event_time=None)
    assert "error" in looked.json() or looked.json()["report"]["fault_count"] > 0


def test_the_layout_can_be_given(shop: Room) -> None:
    columns = json.dumps([{"name": "a", "type": "STRING"}, {"name": "d", "type": "DATE"}])
    text = "Müller;01/02/2026;x\n".encode("cp1252")
    layout_options = {"encoding": "cp1252", "delimiter": ";", "header": "false", "days": "dmy"}
    answer = upload(shop, text[:-3] + b"\n", columns=columns, event_time=None, **layout_options)
    assert answer.status_code == 201, answer.content
    layout = answer.json()["version"]["layout"]
    assert layout["header"] is False
    assert (layout["encoding"], layout["days"]) == ("cp1252", "dmy")
    rows = shop.client.get(f"/api/packs/{answer.json()['id']}/rows/").json()["rows"]
    assert rows == [{"a": "Müller", "d": "2026-02-01"}]
    more = upload(shop, "a,d,extra\nx,2026-01-01,1\n", columns=columns, event_time=None, name="x")
    assert more.json()["error"]["report"]["faults"][0]["column"] == "extra"
    assert upload(
        shop, "a,d,extra\nx,2026-01-01,1\n", columns=columns, event_time=None, name="x", ignore_unknown="true"
    ).json()["version"]["rows"] == 1  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"encoding": "klingon"}, "encoding"),
        ({"encoding": "rot13"}, "encoding"),
        ({"encoding": "idna"}, "encoding"),
        ({"delimiter": "ab"}, "delimiter"),
        ({"format": "xlsx"}, "format"),
        ({"columns": "no json"}, "columns"),
        ({"columns": '{"a": 1}'}, "columns"),
        ({"columns": '[{"name": "a", "type": "NUMBER"}]', "event_time": None}, "columns.0.type"),
        ({"columns": None}, "columns"),
        ({"event_time": "city"}, "event_time"),
        ({"event_time": "nowhere"}, "event_time"),
        ({"name": ""}, "name"),
        ({"table": "not an id", "columns": None}, "table"),
    ],
)
def test_a_wrong_field_is_named(shop: Room, fields: dict[str, Any], place: str) -> None:
    answer = upload(shop, **fields)
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [place]
    assert stored() == []


def test_another_projects_table_is_no_table(shop: Room, world: World) -> None:
    answer = upload(shop, columns=None, event_time=None, table=str(world.office.table.pk))
    assert answer.json()["error"]["fields"] == {"table": ["The project has no such table."]}


def test_a_name_is_free_once_its_pack_is_deleted(shop: Room) -> None:
    first = upload(shop).json()["id"]
    twice = upload(shop)
    assert (twice.status_code, twice.json()["error"]["message"]) == (
        409,
        "The project has a data pack of this name already.",
    )
    assert shop.client.delete(f"/api/packs/{first}/").status_code == 204
    assert upload(shop).status_code == 201
    assert shop.client.get(f"/api/packs/{first}/").status_code == 404
    assert shop.client.get(f"/api/packs/{first}/rows/").status_code == 404
    assert shop.client.get(f"/api/packs/{first}/download/").status_code == 404


def test_a_larger_file_than_json_may_be(shop: Room, settings: Any) -> None:
    line = "7," + "x" * 990 + ",,\n"
    text = "id,city,amount,at\n" + line * 4000
    assert len(text) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = upload(shop, text)
    assert answer.status_code == 201, answer.content
    assert answer.json()["version"]["rows"] == 4000
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    refused = upload(shop, text, name="too large")
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too-large")
    assert "larger than 1 MB" in refused.json()["error"]["message"]


def test_what_would_grow_too_large_is_refused(shop: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.packs.storage.MAX_STORED", 100)
    answer = upload(shop)
    assert answer.json()["error"]["code"] == "too-large"
    assert stored() == []


def test_new_rows_are_a_new_version_and_the_same_are_none(shop: Room) -> None:
    pack = upload(shop).json()["id"]
    url_ = f"/api/packs/{pack}/versions/"
    same = shop.client.post(url_, {"rows": ROWS})
    assert (same.status_code, same.json()["number"]) == (200, 1)
    more = shop.client.post(url_, {"rows": [*ROWS, {"id": 3}], "comment": "one more"})
    assert (more.status_code, more.json()["number"], more.json()["origin"]) == (201, 2, "grid")
    back = shop.client.post(url_, {"file": file(CSV)}, format="multipart")
    assert (back.status_code, back.json()["number"], back.json()["origin"]) == (201, 3, "upload")
    listed = shop.client.get(url_).json()["results"]
    assert [(one["number"], one["rows"], one["comment"]) for one in listed] == [
        (3, 2, ""),
        (2, 3, "one more"),
        (1, 2, ""),
    ]
    assert len(stored()) == 2
    assert shop.client.get(f"/api/packs/{pack}/rows/", {"version": 2}).json()["total"] == 3
    bad = shop.client.post(url_, {"rows": [{"id": None}]})
    assert bad.json()["error"]["code"] == "bad-rows"
    assert shop.client.get(f"/api/packs/{pack}/").json()["version"]["number"] == 3


def test_versions_never_change(shop: Room) -> None:
    upload(shop)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        PackVersion.objects.filter(pack__project=shop.project).update(rows=7)


def test_a_download_is_the_rows_as_they_are_kept(shop: Room) -> None:
    pack = upload(shop, name="Köln: January").json()["id"]
    answer = shop.client.get(f"/api/packs/{pack}/download/")
    assert [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()] == ROWS
    assert answer["Content-Type"] == "application/jsonl"
    assert answer["Content-Length"] == str(PackVersion.objects.get(pack=pack).bytes)
    assert "attachment" in answer["Content-Disposition"]
    assert shop.client.get(f"/api/packs/{pack}/download/", {"version": 5}).status_code == 404
    data = b"".join(shop.client.get(f"/api/packs/{pack}/download/").streaming_content)
    again = upload(shop, data, name="again")
    assert again.json()["version"]["sha256"] == PackVersion.objects.get(pack=pack).sha256


def test_rows_are_for_those_who_may_see_data(shop: Room) -> None:
    pack = upload(shop).json()["id"]
    viewer = client(shop.member("viewer"))
    assert viewer.get(f"/api/packs/{pack}/").status_code == 200
    assert viewer.get(f"/api/packs/{pack}/rows/").status_code == 403
    assert viewer.get(f"/api/packs/{pack}/download/").status_code == 403
    operator = client(shop.member("operator"))
    assert operator.get(f"/api/packs/{pack}/rows/").status_code == 200
    assert operator.patch(f"/api/packs/{pack}/", {"name": "x"}).status_code == 403
    developer = client(shop.member("developer"))
    assert developer.patch(f"/api/packs/{pack}/", {"name": "x"}).json()["name"] == "x"


def test_large_whole_numbers_keep_their_digits(shop: Room) -> None:
    columns = [{"name": "n", "type": "BIGINT"}]
    pack = create_typed(shop, [{"n": "9007199254740993"}, {"n": 1}], columns=columns).json()["id"]
    rows = shop.client.get(f"/api/packs/{pack}/rows/").json()["rows"]
    assert rows == [{"n": "9007199254740993"}, {"n": 1}]


def test_a_pack_in_use_is_not_deleted(shop: Room) -> None:
    pack = upload(shop).json()["id"]

    def forbid(pack: Pack, **_: Any) -> None:
        raise Conflict(f"“{pack.name}” feeds the case “Late rows”.", code="in-use")

    pack_deleting.add_step(forbid)
    try:
        answer = shop.client.delete(f"/api/packs/{pack}/")
    finally:
        pack_deleting.remove(forbid)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "in-use")
    assert shop.client.get(f"/api/packs/{pack}/").status_code == 200


def test_who_uses_a_pack_is_counted(shop: Room) -> None:
    pack = upload(shop).json()["id"]
    case = f"/api/jobs/{shop.job.pk}/cases/"
    made = shop.client.post(case, {"name": "uses it", "definition": {"inputs": {"orders": {"pack": pack}}}})
    assert made.status_code == 201, made.content
    assert shop.client.get(f"/api/packs/{pack}/").json()["used_by"] == 1
    answer = shop.client.delete(f"/api/packs/{pack}/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "in-use")
    assert "uses it" in answer.json()["error"]["message"]


@pytest.mark.filterwarnings("error:StreamingHttpResponse")
def test_a_download_leaves_chunk_by_chunk_under_asgi_too(shop: Room) -> None:
    pack = upload(shop).json()["id"]
    asking = AsyncClient()
    asking.force_login(shop.admin, backend="django.contrib.auth.backends.ModelBackend")

    async def go() -> bytes:
        answer: Any = await asking.get(f"/api/packs/{pack}/download/")
        assert answer.is_async
        return b"".join([chunk async for chunk in answer.streaming_content])

    assert [json.loads(line) for line in async_to_sync(go)().splitlines()] == ROWS
