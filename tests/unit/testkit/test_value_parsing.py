"""Values of packs as people write them: what is read, as what, and what is refused with which words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.sql import types as sql_types
from penstock.testkit import timestamps, value_parsing
from penstock.testkit.value_parsing import ParseOptions


def cell(type_: str, text: str, options: ParseOptions = value_parsing.DEFAULT_OPTIONS) -> Any:
    return value_parsing.value_parser(sql_types.parse(type_), options, cell=True)(text)


def from_json(type_: str, value: Any) -> Any:
    return value_parsing.value_parser(sql_types.parse(type_), value_parsing.DEFAULT_OPTIONS, cell=False)(
        value
    )


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("STRING", " a ", " a "),
        ("STRING", "", None),
        ("STRING NOT NULL", "", ""),
        ("STRING", "\\N", None),
        ("VARCHAR(3)", "äßж", "äßж"),
        ("INT", " 42 ", 42),
        ("INT", "-7.000", -7),
        ("INT", "NULL", None),
        ("BIGINT", "9223372036854775807", 2**63 - 1),
        ("TINYINT", "-128", -128),
        ("BOOLEAN", "Yes", True),
        ("BOOLEAN", "0", False),
        ("DOUBLE", "1e3", 1000.0),
        ("DOUBLE", "-inf", "-Infinity"),
        ("FLOAT", ".5", 0.5),
        ("DECIMAL(10, 2)", "12.5", "12.50"),
        ("DECIMAL(10, 2)", "-0.5", "-0.50"),
        ("DECIMAL(4, 2)", "0012.3400", "12.34"),
        ("DECIMAL(5)", "1e3", "1000"),
        ("DECIMAL(2, 2)", "0.12", "0.12"),
        ("BYTES", "aGk=", "aGk="),
        ("BYTES", "0x6869", "aGk="),
        ("DATE", "2026-1-2", "2026-01-02"),
        ("DATE", "2026/01/02", "2026-01-02"),
        ("DATE", "31/01/2026", "2026-01-31"),
        ("DATE", "01/31/2026", "2026-01-31"),
        ("DATE", "5.5.2026", "2026-05-05"),
        ("DATE", "20260131", "2026-01-31"),
        ("DATE", "2026年1月2日", "2026-01-02"),
        ("DATE", "2026-01-02T00:00:00Z", "2026-01-02"),
        ("TIME", "3:04", "03:04:00"),
        ("TIME(3)", "03:04:05.600 pm", "15:04:05.600"),
        ("TIMESTAMP(3)", "2026-01-02 03:04:05", "2026-01-02 03:04:05"),
        ("TIMESTAMP(3)", "2026-01-02T03:04:05.600Z", "2026-01-02 03:04:05.600"),
        ("TIMESTAMP(3)", "2026-01-02T03:04:05+02:00", "2026-01-02 01:04:05"),
        ("TIMESTAMP(3)", "2026-01-02 03:04:05,6 -0130", "2026-01-02 04:34:05.600"),
        ("TIMESTAMP(6)", "2026-01-02 03:04:05.123456000", "2026-01-02 03:04:05.123456"),
        ("TIMESTAMP(3)", "31/01/2026 3:04 PM", "2026-01-31 15:04:00"),
        ("TIMESTAMP(3)", "2026-01-02", "2026-01-02 00:00:00"),
        ("TIMESTAMP(3)", "1767323045678", "2026-01-02 03:04:05.678"),
        ("TIMESTAMP(3)", "0", "1970-01-01 00:00:00"),
        ("TIMESTAMP(3)", "-1", "1969-12-31 23:59:59.999"),
        ("TIMESTAMP_LTZ(3)", "2026-01-02 03:04:05.6", "2026-01-02 03:04:05.600Z"),
        ("ARRAY<INT>", "[1, null]", [1, None]),
        ("MAP<STRING, DECIMAL(3, 1)>", '{"a": 1}', {"a": "1.0"}),
        ("ROW<`a` INT, `b` DATE>", '{"b": "2026/1/2"}', {"a": None, "b": "2026-01-02"}),
    ],
)
def test_cells(type_: str, text: str, value: Any) -> None:
    assert cell(type_, text) == value


@pytest.mark.parametrize(
    ("type_", "text", "words"),
    [
        ("INT NOT NULL", "", "may not be empty"),
        ("INT", "1,234", "grouping"),
        ("DECIMAL(10, 2)", "1.234,50", "grouping or a comma"),
        ("DOUBLE", "3,5", "grouping or a comma"),
        ("DOUBLE", "1 234", "grouping"),
        ("INT", "1_000", "grouping"),
        ("INT", "1.5", "has a fraction"),
        ("BIGINT", "1.23E+15", "exponent"),
        ("TINYINT", "128", "out of the range of TINYINT"),
        ("BIGINT", "9" * 39, "out of the range"),
        ("INT", "٣", "is no INT"),
        ("INT", "abc", "'abc' is no INT"),
        ("FLOAT", "1e39", "range of FLOAT"),
        ("DOUBLE", "1e999", "range of DOUBLE"),
        ("DECIMAL(4, 2)", "1.234", "3 digits after the point; DECIMAL(4, 2) takes 2"),
        ("DECIMAL(4, 2)", "123.4", "3 digits before the point"),
        ("DECIMAL(4, 2)", "1e9999", "out of the range"),
        ("BOOLEAN", "maybe", "is no BOOLEAN"),
        ("VARCHAR(2)", "abc", "3 characters; the column takes 2"),
        ("BYTES", "*", "neither base64"),
        ("VARBINARY(1)", "0x6869", "2 bytes"),
        ("DATE", "01/02/2026", "begin with the day or the month"),
        ("DATE", "2026-02-30", "is no date"),
        ("DATE", "2026-01-02 03:00", "is no date"),
        ("DATE", "2026-01/02", "is no date"),
        ("TIME", "25:00", "possible time of day"),
        ("TIMESTAMP(3)", "yesterday", "is no timestamp"),
        ("TIMESTAMP(3)", "2026-13-01 00:00:00", "is no timestamp"),
        ("TIMESTAMP(3)", "2026-01-02 03:04:05.1234", "4 digits after the second; the column takes 3"),
        ("TIMESTAMP(3)", "1767323045", "looks like seconds"),
        ("TIMESTAMP(3)", "1767323045678901", "too large"),
        ("TIMESTAMP(3)", "20260131", "may be a date or milliseconds"),
        ("TIMESTAMP(3)", "2026-01-02 03:04 Berlin", "is no timestamp"),
        ("TIMESTAMP(3)", "2026-01-02 03:04 +99:00", "no possible time zone"),
        ("ARRAY<INT>", "[1", "not valid JSON"),
        ("ARRAY<INT>", "{}", "is not a list"),
        ("ARRAY<ROW<`p` INT>>", '[{"p": 1}, {"p": "x"}]', "[1].p: 'x' is no INT"),
        ("ROW<`a` INT>", '{"b": 1}', "no field"),
        ("MAP<STRING, INT NOT NULL>", '{"a": null}', "['a']: may not be null"),
        ("ARRAY<INT>", "[" * 100_000, "not valid JSON|too deeply"),
    ],
)
def test_what_is_refused(type_: str, text: str, words: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words follow
        cell(type_, text)
    assert any(part in str(caught.value) for part in words.split("|"))


@pytest.mark.parametrize(
    ("type_", "value", "read"),
    [
        ("STRING", 5, "5"),
        ("STRING", True, "true"),
        ("BOOLEAN", 1, True),
        ("BIGINT", 2**60, 2**60),
        ("DECIMAL(30, 2)", value_parsing.parse_json("12345678901234567890.10"), "12345678901234567890.10"),
        ("TIMESTAMP(3)", 1767323045678, "2026-01-02 03:04:05.678"),
        ("INT", None, None),
        ("MULTISET<STRING>", {"a": 2}, {"a": 2}),
    ],
)
def test_json(type_: str, value: Any, read: Any) -> None:
    assert from_json(type_, value) == read


@pytest.mark.parametrize(
    ("type_", "value", "words"),
    [
        ("INT NOT NULL", None, "may not be null"),
        ("INT", True, "true is no INT"),
        ("STRING", {"a": 1}, "is an object"),
        ("INT", [1], "is a list"),
        ("STRING", "\ud800", "half a character"),
    ],
)
def test_json_that_is_refused(type_: str, value: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        from_json(type_, value)


def test_a_text_may_take_what_is_nested_as_its_json() -> None:
    options = ParseOptions(nested_as_text=True)
    read = value_parsing.value_parser(sql_types.parse("STRING"), options, cell=False)
    assert read(value_parsing.parse_json('{"a": [1.50, "é"], "b": {}}')) == '{"a":[1.5,"é"],"b":{}}'
    with pytest.raises(ValueError, match="is an object"):
        value_parsing.value_parser(sql_types.parse("INT"), options, cell=False)({})


def test_the_order_of_day_and_month_can_be_told() -> None:
    assert cell("DATE", "01/02/2026", ParseOptions(day_order="day-first")) == "2026-02-01"
    assert cell("DATE", "01/02/2026", ParseOptions(day_order="month-first")) == "2026-01-02"
    assert cell("INT", "n/a", ParseOptions(nulls=frozenset(("n/a",)))) is None


@given(st.datetimes(), st.integers(0, 999))
def test_moments_come_back(moment: Any, millis: int) -> None:
    whole = moment.replace(microsecond=millis * 1000)
    text = timestamps.parse_timestamp(whole.isoformat(), 3, zoned=False)
    since = timestamps.to_epoch_ms(text)
    assert timestamps.to_epoch_ms(timestamps.parse_timestamp(text, 3, zoned=True)) == since
    if not 100_000_000 <= abs(since) < 100_000_000_000 and not 19_000_000 <= since < 21_000_000:
        assert timestamps.parse_timestamp(since, 3, zoned=False) == text


TYPES = st.sampled_from(
    ["STRING", "INT", "DECIMAL(5, 2)", "DOUBLE", "BOOLEAN", "DATE", "TIME(3)", "TIMESTAMP(3)", "BYTES",
     "TIMESTAMP_LTZ(3)", "ARRAY<INT>", "MAP<STRING, DATE>", "ROW<`a` INT>", "CHAR(2)", "MULTISET<INT>"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(), st.text("0123456789-/:. TZe+,{}[]\"'"), st.from_regex(r"\d{4}-\d\d-\d\d \d\d:\d\d")
)


@given(TYPES, TEXTS)
def test_anything_is_read_or_refused_and_reads_again(type_: str, text: str) -> None:
    try:
        value = cell(type_, text)
    except ValueError:
        return
    assert from_json(type_, value) == value
