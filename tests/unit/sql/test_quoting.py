"""Quoting: whatever the name or text, one token comes out, and it reads back to the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.sql import quoting as sql

NAME = st.text(st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"]), min_size=1)
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(NAME)
def test_a_name_is_one_token_and_reads_back(name: str) -> None:
    quoted = sql.ident(name)
    assert re.fullmatch(r"`(?:[^`]|``)+`", quoted)
    assert quoted[1:-1].replace("``", "`") == name


@given(TEXT)
def test_a_text_is_one_token_and_reads_back(value: str) -> None:
    quoted = sql.text(value)
    assert re.fullmatch(r"'(?:[^']|'')*'", quoted)
    assert quoted[1:-1].replace("''", "'") == value


@pytest.mark.parametrize("name", ["", "a\0b", "a\nb", "a\rb"])
def test_what_cannot_be_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        sql.ident(name)


def test_a_text_without_nul() -> None:
    with pytest.raises(ValueError, match="NUL"):
        sql.text("a\0b")


@pytest.mark.parametrize(
    ("ms", "expected"),
    [
        (0, "INTERVAL '0 00:00:00.000' DAY TO SECOND"),
        (5000, "INTERVAL '0 00:00:05.000' DAY TO SECOND"),
        (90_061_001, "INTERVAL '1 01:01:01.001' DAY TO SECOND"),
        (sql.MAX_INTERVAL_MS, "INTERVAL '99 23:59:59.999' DAY TO SECOND"),
    ],
)
def test_intervals(ms: int, expected: str) -> None:
    assert sql.interval(ms) == expected


@given(st.integers(0, sql.MAX_INTERVAL_MS))
def test_an_interval_keeps_its_length(ms: int) -> None:
    found = re.fullmatch(r"INTERVAL '(\d+) (\d\d):(\d\d):(\d\d)\.(\d\d\d)' DAY TO SECOND", sql.interval(ms))
    assert found
    day, hour, minute, second, milli = map(int, found.groups())
    assert (((day * 24 + hour) * 60 + minute) * 60 + second) * 1000 + milli == ms


@pytest.mark.parametrize("ms", [-1, sql.MAX_INTERVAL_MS + 1])
def test_intervals_out_of_bounds(ms: int) -> None:
    with pytest.raises(ValueError, match="interval"):
        sql.interval(ms)


def test_create_table() -> None:
    assert sql.create_table("t", ["`a` INT"], key=["a"], options=[("connector", "it's")]) == (
        "CREATE TEMPORARY TABLE `t` (\n"
        "  `a` INT,\n"
        "  PRIMARY KEY (`a`) NOT ENFORCED\n"
        ") WITH (\n"
        "  'connector' = 'it''s'\n"
        ")"
    )


def test_create_table_without_anything_is_only_its_head() -> None:
    assert sql.create_table("t") == "CREATE TEMPORARY TABLE `t`"
