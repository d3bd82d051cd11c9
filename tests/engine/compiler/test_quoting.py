"""Flink reads back what `penstock.sql` writes: the same names, texts, intervals and types."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.compiler.script import Script, Statement
from penstock.planner.client import Planner
from penstock.sql import quoting as sql
from penstock.sql import types as sql_types

NAME = st.text(st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"]), min_size=1, max_size=30)
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
NASTY = st.lists(
    st.sampled_from(
        [
            "`",
            "'",
            ";",
            "--",
            "/*",
            "*/",
            "\n",
            "\r",
            "\t",
            '"',
            "${x}",
            "\u200b",
            "\\",
            "U&'",
            "select",
            "😀",
            ".",
        ]
    ),
    min_size=1,
    max_size=5,
).map("".join)
NASTY_NAME = NASTY.map(lambda text: text.translate({10: " ", 13: " "}))
FEW = settings(settings.get_profile("costly"), max_examples=15)


@FEW
@given(st.lists(NAME | NASTY_NAME, min_size=50, max_size=100))
def test_names(planner: Planner, names: list[str]) -> None:
    found = planner.unquote([sql.ident(name) for name in names], [])
    assert found["identifiers"] == [[name] for name in names]


@FEW
@given(st.lists(TEXT | NASTY, min_size=50, max_size=100))
def test_texts(planner: Planner, texts: list[str]) -> None:
    assert planner.unquote([], [sql.text(text) for text in texts])["literals"] == texts


def columns(planner: Planner, expressions: list[str]) -> list[str]:
    """The types of expressions, as Flink says them."""
    listed = ", ".join(f"{text} AS c{number}" for number, text in enumerate(expressions))
    view = Statement("n", "view", "v", sql.create_view("v", f"SELECT {listed}"))
    (found,) = planner.check(Script(statements=(view,)))["statements"]
    assert found["ok"], found
    return [column["type"] for column in found["columns"]]


@FEW
@given(st.lists(st.integers(0, sql.MAX_INTERVAL_MS), min_size=5, max_size=10))
def test_intervals(planner: Planner, lengths: list[int]) -> None:
    found = columns(planner, [f"TIMESTAMP '2020-01-01 00:00:00' + {sql.interval(ms)}" for ms in lengths])
    assert all(type_.startswith("TIMESTAMP(") for type_ in found)


SIMPLE = st.sampled_from(
    [
        "INT",
        "STRING",
        "BOOLEAN",
        "DECIMAL(10, 2)",
        "CHAR(3)",
        "BYTES",
        "DATE",
        "TIMESTAMP(3)",
        "TIMESTAMP_LTZ(6)",
    ]
)
TYPES = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        inner.map("ARRAY<{}>".format),
        inner.map("MAP<STRING, {}>".format),
        st.tuples((NAME | NASTY_NAME).filter(str.strip), inner).map(
            lambda pair: f"ROW<{sql.ident(pair[0])} {pair[1]}>"
        ),
    ),
    max_leaves=4,
)


@FEW
@given(st.lists(TYPES, min_size=5, max_size=10))
def test_types(planner: Planner, types: list[str]) -> None:
    written = [sql_types.canonical(type_) for type_ in types]
    # JSON and other connectors name types in their own words; what Flink says must mean the same to us.
    found = columns(planner, [f"CAST(NULL AS {type_})" for type_ in written])
    assert [sql_types.canonical(type_) for type_ in found] == written
