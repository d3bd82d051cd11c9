"""Data types: what Flink knows is read, everything else is refused before it can reach SQL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.sql import types as sql_types


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("string", "STRING"),
        (" VARCHAR ( 20 ) ", "VARCHAR(20)"),
        ("MAP<VARCHAR(2147483647), VARBINARY(2147483647)>", "MAP<STRING, BYTES>"),
        ("dec(10,2) not null", "DECIMAL(10, 2) NOT NULL"),
        ("INTEGER NULL", "INT"),
        ("DOUBLE PRECISION", "DOUBLE"),
        ("timestamp(3) without time zone", "TIMESTAMP(3)"),
        ("TIMESTAMP(3) WITH LOCAL TIME ZONE", "TIMESTAMP_LTZ(3)"),
        ("ARRAY<INT NOT NULL>", "ARRAY<INT NOT NULL>"),
        ("MAP<STRING, ARRAY<DATE>>", "MAP<STRING, ARRAY<DATE>>"),
        ("ROW<a INT, `b c` STRING 'a remark; -- here'>", "ROW<`a` INT, `b c` STRING>"),
        ("ROW(a INT)", "ROW<`a` INT>"),
        ("ROW<`it``s` INT>", "ROW<`it``s` INT>"),
        ("MULTISET<BOOLEAN>", "MULTISET<BOOLEAN>"),
    ],
)
def test_known_types(text: str, expected: str) -> None:
    assert sql_types.canonical(text) == expected
    assert sql_types.canonical(expected) == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "too early"),
        ("TEXT", "no type TEXT"),
        ("INT, `x` INT", "Unexpected ,"),
        ("INT) WITH ('connector'='print'", "Unexpected"),
        ("STRING -- x", "Unexpected"),
        ("STRING; DROP TABLE x", "Unexpected"),
        ("DECIMAL(39)", "too large"),
        ("DECIMAL(1,2,3)", "at most 2"),
        ("TIMESTAMP(x)", "Expected a number"),
        ("ARRAY<INT", "Expected >"),
        ("MAP<INT>", "Expected 2"),
        ("ROW<>", "name of a field"),
        ("ROW<`\t ` INT>", "one visible character"),
        ("ARRAY<" * 100 + "INT" + ">" * 100, "too deeply"),
        ("X" * 30_000, "too long"),
    ],
)
def test_refused(text: str, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        sql_types.parse(text)


def test_precision_of_times() -> None:
    assert sql_types.parse("TIMESTAMP").precision == 6
    assert sql_types.parse("TIMESTAMP(3)").precision == 3
    assert sql_types.parse("BIGINT").precision is None


def test_what_is_inside() -> None:
    row = sql_types.parse("ROW<`a b` INT NOT NULL, m MAP<STRING, ARRAY<DECIMAL(3, 1)>>> NOT NULL")
    assert (row.names, row.nullable) == (("a b", "m"), False)
    assert [part.text for part in row.parts] == ["INT NOT NULL", "MAP<STRING, ARRAY<DECIMAL(3, 1)>>"]
    assert not row.parts[0].nullable
    assert row.parts[1].parts[1].parts[0].numbers == (3, 1)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = sql_types.canonical(text)
    except ValueError:
        return
    assert sql_types.canonical(found) == found
