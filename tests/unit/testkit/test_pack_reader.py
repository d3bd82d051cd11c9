"""Packs from files: encodings, CSV dialects, headers, faults with their places, memory."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.operators.bindings import Column
from penstock.testkit import pack_reader
from penstock.testkit.pack_reader import Layout, Report, Rows

COLUMNS = [
    Column(name="id", type="INT NOT NULL"),
    Column(name="city", type="STRING"),
    Column(name="amount", type="DECIMAL(10, 2)"),
]


def read(
    data: bytes | str, layout: Layout = Layout(), columns: list[Column] = COLUMNS
) -> tuple[list[Any], Report]:
    out = io.BytesIO()
    report = pack_reader.read(
        io.BytesIO(data.encode() if isinstance(data, str) else data), columns, out, layout
    )
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(rows) == report.rows
    return rows, report


GOOD = [{"id": 1, "city": "Köln", "amount": "2.50"}, {"id": 2, "city": None, "amount": None}]


@pytest.mark.parametrize(
    "text",
    [
        "id,city,amount\n1,Köln,2.5\n2,,\n",
        "id;city;amount\r\n1;Köln;2.5\r\n2;;\r\n",
        "AMOUNT\tCity\tID\n2.5\tKöln\t1\n\t\t2",
        "1,Köln,2.5\n\n2,,\n",
        'id,city,amount\n1,"Köln","2.5"\n"2",,NULL\n',
        '{"id": 1, "city": "Köln", "amount": 2.5}\n\n{"id": 2}\n',
        '{"id": 1, "city": "Köln", "amount": "2.50"}\r\n{"id": 2, "city": null, "amount": null}',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_same_rows_in_many_dresses(text: str, encoding: str) -> None:
    rows, report = read(text.encode(encoding))
    assert (rows, report.faults) == (GOOD, [])


def test_chinese_files() -> None:
    rows, report = read("id,city,amount\n1,北京,2\n".encode("gb18030"))
    assert report.layout.encoding == "gb18030"
    assert rows[0]["city"] == "北京"


def test_an_unknown_encoding_is_not_guessed() -> None:
    data = "id,city,amount\n1,Müller Größe,2\n".encode("cp1252")
    assert "is not UTF-8" in read(data)[1].faults[0].message
    assert read(data, Layout(encoding="cp1252"))[0][0]["city"] == "Müller Größe"
    assert "no encoding 'klingon'" in read(data, Layout(encoding="klingon"))[1].faults[0].message
    assert "line 2 cannot be read" in read(data, Layout(encoding="utf-8"))[1].faults[0].message
    assert "line 1 cannot be read" in read(b"\0\0", Layout(encoding="utf-16"))[1].faults[0].message


def test_a_dialect_may_be_told() -> None:
    layout = Layout(format="csv", delimiter=":", quote="'", header=False)
    assert read("1:'a:b':2\n", layout)[0] == [{"id": 1, "city": "a:b", "amount": "2.00"}]
    assert (
        read("a,b\n1,2\n", Layout(header=False), [Column(name="a", type="STRING"), COLUMNS[1]])[1].rows == 2
    )


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("id,city,amount\nx,a,1\n1,b,1.234\n", [(1, "id", "'x' is no INT"), (2, "amount", "3 digits")]),
        ("id,city,amount\n1,a\n", [(1, None, "2 cells instead of 3")]),
        ("id,city,amuont\n1,a,2\n", [(0, "amuont", "Did you mean amount?")]),
        ("city,amount\na,2\n", [(0, "id", "no column 'id', which is NOT NULL")]),
        ("id,id,city\n1,2,3\n", [(0, "id", "Two columns")]),
        ("1,2\n", [(0, None, "2 columns and no header, but the table has 3: id, city, amount")]),
        ('id,city,amount\n1,"a,2\n', [(1, None, "a quote is not closed")]),
        ('id,city,amount\n1,a,1\n1,"' + "a\n" * 70_000, [(2, None, "longer than 131072")]),
        ('{"id": 1}\n{"id": }\n[]\n', [(2, None, "not valid JSON"), (3, None, "not an object")]),
        ('{"id": null, "town": 1}\n', [(1, "town", "no column 'town'"), (1, "id", "may not be null")]),
        ('[{"id": 1}]', [(0, None, "one JSON array")]),
        ('{"id": 1, "city": "' + "a" * 1_100_000 + '"}', [(1, None, "longer than 1048576")]),
        ('{"id": 1, "_kind": "+X"}', [(1, "_kind", "no kind of change")]),
    ],
)
def test_faults_have_their_place(text: str, faults: list[tuple[int, str | None, str]]) -> None:
    report = read(text)[1]
    assert not report.ok
    assert [(f.row, f.column) for f in report.faults] == [(row, column) for row, column, _ in faults]
    for fault, (_, _, words) in zip(report.faults, faults, strict=True):
        assert words in fault.message


def test_unknown_columns_may_be_left_out() -> None:
    assert read("id,x\n1,2\n", Layout(ignore_unknown=True))[0] == [{"id": 1, "city": None, "amount": None}]


def test_absent_columns_are_told_and_metadata_is_optional() -> None:
    columns = [COLUMNS[1], Column(name="kafka_partition", type="INT NOT NULL")]
    out = io.BytesIO()
    report = pack_reader.read(io.BytesIO(b"city\na\n"), columns, out, optional=["kafka_partition"])
    assert (report.ok, report.missing) == (True, ("kafka_partition",))
    assert Rows.of(out.getvalue())[0] == {"city": "a", "kafka_partition": None}


def test_changes_keep_their_kind() -> None:
    assert [r.get("_kind") for r in read("id,_kind\n1,-D\n2,\n")[0]] == ["-D", None]


def test_of_many_faults_the_first_are_kept() -> None:
    report = read("id,city,amount\n" + "x,a,1\n" * 2500)[1]
    assert (len(report.faults), report.fault_count, report.bad_rows, report.rows) == (1000, 2500, 2500, 0)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"id,city,amount\n", b"\xef\xbb\xbf"])
def test_no_rows(data: bytes) -> None:
    rows, report = read(data)
    assert (rows, report.ok) == ([], True)


def test_memory_does_not_grow_with_the_file() -> None:
    class Discard(io.RawIOBase):
        def write(self, data: Any) -> int:
            return len(data)

    def peak(rows: int) -> int:
        source = io.BytesIO(b"id,city,amount\n" + (b"12345,%s,99.50\n" % (b"x" * 5000)) * rows)
        tracemalloc.start()
        pack_reader.read(source, COLUMNS, Discard())  # type: ignore[arg-type]
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    # Past one chunk of a megabyte all sizes need the same.
    assert peak(1200) < peak(400) * 1.2


def test_rows_by_place() -> None:
    rows = Rows.of(b'{"a":1}\n{"a":"\xc3\xa4"}\n{"a":3}')
    assert (len(rows), rows[1], rows[-1], rows[1:]) == (3, {"a": "ä"}, {"a": 3}, [{"a": "ä"}, {"a": 3}])
    assert list(rows.column("a")) == [1, "ä", 3]
    with pytest.raises(IndexError):
        rows[3]


CELLS = st.tuples(
    st.integers(-(2**31), 2**31 - 1),
    st.one_of(
        st.none(),
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
            lambda t: t not in ("NULL", "null", "\\N")
        ),
    ),
    st.one_of(st.none(), st.decimals(-99_999_999, 99_999_999, places=2).map(str)),
)


@given(st.lists(CELLS, max_size=10))
def test_what_is_written_is_read_again(cells: list[tuple[Any, ...]]) -> None:
    rows = [dict(zip(("id", "city", "amount"), row, strict=True)) for row in cells]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    once, report = read(text, Layout(format="jsonl"))
    assert report.ok
    again, _ = read(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in once), Layout(format="jsonl")
    )
    assert [(r["id"], r["city"]) for r in once] == [(r["id"], r["city"]) for r in rows]
    assert once == again


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_faults(data: bytes) -> None:
    read(data)
