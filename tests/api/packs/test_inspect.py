"""A look at a file: layout, columns, the first rows and every fault, and nothing kept."""

import io
import json
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from apps.core.errors import ApplicationError
from apps.packs import ingest
from penstock.testkit.pack_reader import Layout
from tests.api.factories import Room


def inspect(room: Room, data: str | bytes, **fields: Any) -> Any:
    raw = data.encode() if isinstance(data, str) else data
    form = {**fields, "file": SimpleUploadedFile("rows", raw)}
    return room.client.post(f"/api/projects/{room.project.pk}/packs/inspect/", form, format="multipart")


def types(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.content
    return [(column["name"], column["type"]) for column in answer.json()["columns"]]


CSV = """id;paid;price;city;day;at;zip;iso
1;true;1.5;Köln;2026-01-02;2026-01-02 03:04:05.678;04109;2026-01-02T03:04:05Z
2;false;2.25;;2026-01-03;2026-01-02 03:04:05;50667;2026-01-02T03:04:05.123456Z
;;;;;;;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_types_are_told_from_the_rows(shop: Room, encoding: str) -> None:
    answer = inspect(shop, CSV.encode(encoding))
    assert types(answer) == [
        ("id", "BIGINT"),
        ("paid", "BOOLEAN"),
        ("price", "DOUBLE"),
        ("city", "STRING"),
        ("day", "DATE"),
        ("at", "TIMESTAMP(3)"),
        ("zip", "STRING"),
        ("iso", "TIMESTAMP(6)"),
    ]
    found = answer.json()
    assert (found["layout"]["delimiter"], found["layout"]["header"]) == (";", True)
    assert (found["report"]["rows"], found["report"]["faults"]) == (3, [])
    assert found["sample"][0] == {
        "id": 1, "paid": True, "price": 1.5, "city": "Köln", "day": "2026-01-02",
        "at": "2026-01-02 03:04:05.678", "zip": "04109", "iso": "2026-01-02 03:04:05",
    }  # fmt: skip
    assert not settings.PACKS.exists()


def test_json_lines(shop: Room) -> None:
    rows = [
        {"id": 1, "tags": ["a"], "at": "2026-01-02T03:04:05Z", "to": {"city": "Köln", "n": 1.5}},
        {"id": 2, "more": None},
    ]
    answer = inspect(shop, "\n".join(json.dumps(row) for row in rows))
    assert types(answer) == [
        ("id", "BIGINT"),
        ("tags", "ARRAY<STRING>"),
        ("at", "TIMESTAMP(3)"),
        ("to", "ROW<`city` STRING, `n` DOUBLE>"),
        ("more", "STRING"),
    ]
    assert answer.json()["report"]["fault_count"] == 0
    typed = shop.client.post(f"/api/projects/{shop.project.pk}/packs/inspect/", {"rows": rows})
    assert types(typed) == types(answer)


def test_a_file_without_a_header(shop: Room) -> None:
    answer = inspect(shop, "1,Köln\n2,Bonn\n")
    assert types(answer) == [("column_1", "BIGINT"), ("column_2", "STRING")]
    assert answer.json()["layout"]["header"] is False
    answer = inspect(shop, "a,b\nc,d\n", header="false")
    assert types(answer) == [("column_1", "STRING"), ("column_2", "STRING")]
    assert answer.json()["report"]["rows"] == 2


def test_columns_of_the_table_are_what_it_is_checked_against(shop: Room) -> None:
    answer = inspect(shop, "order_id,order_time\na,yesterday\nb,2026-01-02\n", table=str(shop.table.pk))
    assert types(answer) == [("order_id", "STRING"), ("order_time", "TIMESTAMP(3)")]
    report = answer.json()["report"]
    assert (report["rows"], report["bad_rows"]) == (1, 1)
    assert (report["faults"][0]["row"], report["faults"][0]["column"]) == (1, "order_time")
    assert answer.json()["sample"] == [{"order_id": "b", "order_time": "2026-01-02 00:00:00"}]


def test_only_the_first_rows_are_shown_and_all_are_read(shop: Room) -> None:
    answer = inspect(shop, "n\n" + "".join(f"{n}\n" for n in range(3000)) + "x\n").json()
    assert len(answer["sample"]) == 20
    assert (answer["report"]["rows"], answer["report"]["faults"][0]["row"]) == (3000, 3001)


@pytest.mark.parametrize("data", ["\n\n", "{}\n", "a,a\n1,2\n"])
def test_a_file_that_says_nothing(shop: Room, data: str) -> None:
    answer = inspect(shop, data, **({"header": "true"} if "a,a" in data else {}))
    sentence = answer.json()["error"]["message"] if answer.status_code == 400 else ""
    assert sentence or answer.json()["report"]["faults"][0]["message"]


def test_an_empty_file(shop: Room) -> None:
    assert "empty" in inspect(shop, "").json()["error"]["fields"]["file"][0]


def test_too_many_columns(shop: Room) -> None:
    answer = inspect(shop, ",".join(f"c{n}" for n in range(1001)) + "\n")
    assert "1001 columns" in answer.json()["report"]["faults"][0]["message"]


ANY_LAYOUT = st.builds(
    Layout,
    format=st.sampled_from([None, "csv", "jsonl"]),
    header=st.sampled_from([None, True, False]),
    encoding=st.sampled_from([None, "utf-8", "cp1252", "utf-16", "utf-7"]),
    delimiter=st.sampled_from([None, ",", ";", ":"]),
    quote=st.sampled_from(['"', "'"]),
)
ANY_TEXT = st.text('a1,;"\n\r\t {}[]:-.\u2028\x85é\ufeff0T', max_size=80).map(str.encode)


@given(st.binary(min_size=1, max_size=60) | ANY_TEXT, ANY_LAYOUT)
def test_any_file_gets_an_answer_or_a_sentence(data: bytes, layout: Layout) -> None:
    try:
        answer = ingest.inspect_content(io.BytesIO(data), None, layout)
    except ApplicationError:
        return
    json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()
