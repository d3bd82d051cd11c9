"""Masks: whatever the rule and the value, the result fits the column, and equal stays equal."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.operators.bindings import Column
from penstock.sql import types as sql_types
from penstock.testkit import masking, value_parsing
from penstock.testkit.masking import Mask, MaskError

KEY = b"of one project"
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
_INTEGERS = {"TINYINT": 8, "SMALLINT": 16, "INT": 32, "BIGINT": 64}
_LEAVES: dict[str, st.SearchStrategy[Any]] = {
    "STRING": _TEXT,
    "VARCHAR(5)": st.text("abc1é", max_size=5),
    "CHAR(1)": st.text("ab", max_size=1),
    "BYTES": st.binary(max_size=40).map(lambda data: f"0x{data.hex()}"),
    "VARBINARY(3)": st.binary(max_size=3).map(lambda data: f"0x{data.hex()}"),
    "DECIMAL(10, 2)": st.decimals(-99_999_999, 99_999_999, places=2).map(str),
    "DECIMAL(38, 37)": st.decimals(-9, 9, places=20).map(str),
    "DECIMAL(5, 0)": st.integers(-99_999, 99_999),
    "DOUBLE": st.floats(allow_nan=False, allow_infinity=False) | st.just("NaN"),
    "FLOAT": st.floats(width=32, allow_nan=False, allow_infinity=False),
} | {name: st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in _INTEGERS.items()}
_FEW_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "BOOLEAN": st.booleans(),
    "DATE": st.dates().map(str),
    "TIME(3)": st.just("12:34:56.789"),
    "TIMESTAMP(3)": st.just("2026-01-02 03:04:05.678"),
    "TIMESTAMP_LTZ(0)": st.just("2026-01-02 03:04:05Z"),
}


def _inside(name: str, inner: st.SearchStrategy[Any]) -> list[tuple[str, st.SearchStrategy[Any]]]:
    return [
        (f"ARRAY<{name}>", st.lists(inner, max_size=3)),
        (f"ROW<a {name}, `b c` STRING NOT NULL>", st.fixed_dictionaries({"a": inner, "b c": _TEXT})),
        (f"MAP<STRING, {name}>", st.dictionaries(_TEXT, inner, max_size=3)),
        ("MULTISET<INT>", st.just({"1": 2, "-5": 1})),
        ("MAP<BIGINT, ARRAY<STRING>>", st.just({"12": ["x", None]})),
    ]


def _values(of: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[tuple[str, Any]]:
    """A type and a value of it in the normal form of packs."""
    deep = [pair for name, inner in of.items() for pair in _inside(name, inner)]
    pairs = st.sampled_from([*of.items(), *deep])
    return pairs.flatmap(lambda pair: pair[1].map(lambda value: (pair[0], normal(pair[0], value))))


def normal(type_: str, value: Any) -> Any:
    """The value as packs keep it; raises ValueError when it doesn't fit."""
    given = value_parsing.parse_json(json.dumps(value))
    return value_parsing.value_parser(sql_types.parse(type_), value_parsing.DEFAULT_OPTIONS, cell=False)(
        given
    )


def masked(type_: str, value: Any, rule: masking.Rule, keep: int = 4, key: bytes = KEY) -> Any:
    columns = [Column(name="c", type=type_), Column(name="other", type="STRING")]
    row = masking.build_masking(columns, [Mask("c", rule, keep)], key)({"c": value, "other": "stays"})
    assert list(row) == ["c", "other"]
    assert row["other"] == "stays"
    return row["c"]


@given(_values(_LEAVES))
def test_a_hash_fits_and_is_the_same_each_time(given: tuple[str, Any]) -> None:
    type_, value = given
    hashed = masked(f"{type_} NOT NULL", value, "hash")
    assert normal(f"{type_} NOT NULL", hashed) == hashed
    assert masked(type_, value, "hash") == hashed


@given(_values(_LEAVES | _FEW_VALUES), _values(_LEAVES | _FEW_VALUES))
def test_redacted_fits_and_says_nothing(one: tuple[str, Any], two: tuple[str, Any]) -> None:
    type_, value = one
    hidden = masked(f"{type_} NOT NULL", value, "redact")
    assert normal(f"{type_} NOT NULL", hidden) == hidden
    if type_ == two[0] and not type_.startswith("ROW"):
        assert masked(type_, two[1], "redact") == hidden


@given(_TEXT, st.integers(0, 8))
def test_the_last_characters_are_kept(text: str, keep: int) -> None:
    hidden = masked("STRING", text, "keep-last", keep)
    assert len(hidden) == len(text)
    shown = len(text) - keep if len(text) > keep else len(text)
    assert hidden == "*" * shown + text[shown:]


@given(st.sampled_from(sorted(_INTEGERS)), st.data(), st.integers(0, 20))
def test_the_last_digits_are_kept(type_: str, data: st.DataObject, keep: int) -> None:
    number = data.draw(_LEAVES[type_])
    hidden = masked(type_, number, "keep-last", keep)
    assert normal(type_, hidden) == hidden
    assert hidden == (abs(number) % 10**keep if keep < len(str(abs(number))) else 0)


@given(st.sampled_from(["STRING", "BIGINT", "DECIMAL(20, 2)"]), st.integers(0, 10**6), st.integers(0, 10**6))
def test_equal_stays_equal_and_different_stays_different(type_: str, one: int, two: int) -> None:
    first, second = (masked(type_, normal(type_, number), "hash") for number in (one, two))
    assert (first == second) == (one == two)


def test_each_project_hashes_differently() -> None:
    assert masked("STRING", "ann", "hash") != masked("STRING", "ann", "hash", key=b"of another")


@pytest.mark.parametrize("rule", masking.RULES)
def test_null_stays_null(rule: masking.Rule) -> None:
    assert masked("STRING", None, rule) is None


def test_null_hides_all() -> None:
    assert masked("ARRAY<INT>", [1], "null") is None


def test_what_is_not_a_column_stays() -> None:
    columns = [Column(name="c", type="STRING")]
    change = masking.build_masking(columns, [Mask("c", "redact")], KEY)
    assert change({"c": "secret", "_kind": "-D"}) == {"c": "***", "_kind": "-D"}


@pytest.mark.parametrize(
    ("type_", "mask", "sentence"),
    [
        ("STRING", Mask("d", "hash"), "There is no column 'd' to be masked."),
        ("STRING NOT NULL", Mask("c", "null"), "'c' is NOT NULL: take another mask than NULL."),
        ("DATE", Mask("c", "hash"), "'c' holds DATE, whose few values a hash does not hide: redact it."),
        ("ROW<a ARRAY<BOOLEAN>>", Mask("c", "hash"), "'c' holds BOOLEAN, whose few values"),
        ("DOUBLE", Mask("c", "keep-last"), "'c' is DOUBLE: only texts and whole numbers"),
        ("STRING", Mask("c", "keep-last", 101), "from 0 to 100 characters"),
    ],
)
def test_a_mask_that_does_not_fit_is_named(type_: str, mask: Mask, sentence: str) -> None:
    with pytest.raises(MaskError, match=sentence.replace("(", r"\(")):
        masking.build_masking([Column(name="c", type=type_)], [mask], KEY)


def test_one_mask_a_column() -> None:
    mask = Mask("c", "hash")
    with pytest.raises(MaskError, match="masked twice"):
        masking.build_masking([Column(name="c", type="STRING")], [mask, replace(mask, rule="null")], KEY)
