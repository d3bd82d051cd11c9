"""Data packs: rows in, by file or typed; versions; rows out; nothing kept of what is bad."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.world import Room, World

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
    told = {"name": "orders in a file", "columns": json.dumps(COLUMNS), "event_time": "at"}
    told = told if not rest or rest == ("inspect",) else {}
    form = {name: value for name, value in {**told, **fields}.items() if value is not None}
    return room.client.post(url(room, *rest), {**form, "file": file(text)}, format="multipart")


def typed(room: Room, rows: list[Any] = ROWS, **fields: Any) -> Any:
    return room.client.post(url(room), {"name": "typed", "columns": COLUMNS, "rows": rows, **fields})


def stored() -> list[Path]:
    return [path for path in settings.PACKS.glob("*/*") if path.is_file()]


@pytest.fixture
def shop(world: World, tmp_path: Path, settings: Any) -> Room:
    """Our project, with a folder for packs of its own."""
    settings.PACKS = tmp_path / "packs"
    return world.shop


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
    made = typed(shop)
    assert made.status_code == 201, made.content
    assert made.json()["version"]["origin"] == "grid"
    assert shop.client.get(f"/api/packs/{made.json()['id']}/rows/").json()["rows"] == ROWS
    many = typed(shop, [{"id": 1}] * 2001, name="many")
    assert "2000" in many.json()["error"]["fields"]["rows"][0]


def test_columns_of_a_table(shop: Room) -> None:
    answer = upload(shop, "order_id,order_time\na,2026-01-02T03:04:05Z\n", columns=None, event_time=None,
                    table=str(shop.table.pk))  # fmt: skip
    assert answer.status_code == 201, answer.content
    assert answer.json()["event_time"] == "order_time"
    assert [column["name"] for column in answer.json()["columns"]] == ["order_id", "order_time"]
