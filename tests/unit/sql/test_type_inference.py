"""Columns from sample records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.sql import types as sql_types
from penstock.sql.type_inference import infer, type_of


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([True, False], "BOOLEAN"),
        ([1, 2], "BIGINT"),
        ([1, 2.5], "DOUBLE"),
        ([2**63], "DECIMAL(38, 0)"),
        ([True, 1], "STRING"),
        (["a", 1], "STRING"),
        ([None, None], "STRING"),
        ([None, 1], "BIGINT"),
        (["2026-01-02 03:04:05"], "TIMESTAMP(3)"),
        (["2026-01-02 03:04:05.123456"], "TIMESTAMP(6)"),
        (["2026-01-02T03:04:05Z"], "STRING"),
        (["2026-01-02"], "DATE"),
        (["2026-01-02", "soon"], "STRING"),
        ([[1], [2, 3]], "ARRAY<BIGINT>"),
        ([[]], "ARRAY<STRING>"),
        ([{"a": 1}, {"b`c": "x"}], "ROW<`a` BIGINT, `b``c` STRING>"),
        ([{}], "STRING"),
        ([{"a\nb": 1, "c": 2}], "STRING"),
        ([{" ": 1}], "STRING"),
    ],
)
def test_type_of(values: list[object], expected: str) -> None:
    assert type_of(values) == expected


def test_a_field_that_is_missing_somewhere_may_be_null() -> None:
    found = infer([{"a": 1, "b": "x"}, {"a": 2}])
    assert [(column["name"], column["nullable"]) for column in found] == [("a", False), ("b", True)]


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\0b", "x" * 201])
def test_a_key_that_cannot_be_a_column_is_left_out(name: str) -> None:
    assert [column["name"] for column in infer([{name: 1, "ok": 2}])] == ["ok"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab`< >,'", max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.lists(st.dictionaries(st.text("xyz` ", min_size=1, max_size=4), JSON, max_size=4), max_size=4))
def test_every_inferred_type_is_one_that_we_understand(records: list[dict[str, object]]) -> None:
    for column in infer(records):
        assert sql_types.canonical(column["type"])
