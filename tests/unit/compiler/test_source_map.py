"""The way back: from generated SQL to the user's own text, however it is laid out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.compiler.source_map import SourcePosition, locate
from penstock.operators.sql_builder import SqlBuilder, width
from penstock.operators.statement import Statement

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)


def view(text: str, syntax: str = "query") -> Statement:
    """A view of the user's text with something before and behind it."""
    builder = SqlBuilder("CREATE TEMPORARY VIEW `v` AS\n")
    builder.user("sql", text, "query").add("\n) AND more")
    return Statement("n", "view", "v", builder.sql, source=builder.source)


def locate_word(text: str, word: str) -> SourcePosition:
    """Where an error of the planner at `word` in the generated SQL is reported."""
    statement = view(text)
    for number, line in enumerate(statement.sql.split("\n"), 1):
        if word in line:
            column = width(line[: line.index(word)]) + 1
            error = {
                "line": number,
                "column": column,
                "end_line": number,
                "end_column": column + width(word) - 1,
            }
            return locate(statement, error)
    raise AssertionError(f"{word} is not in the statement")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT oops", (1, 8, 1, 11)),
        ("   SELECT oops", (1, 11, 1, 14)),
        ("\n\n  SELECT a,\n    oops\nFROM b", (4, 5, 4, 8)),
        ("  \n\t\nSELECT oops;", (3, 8, 3, 11)),
        ("SELECT a,\r\n  oops\r\nFROM b ; \n", (2, 3, 2, 6)),
        ("SELECT '😀', oops", (1, 14, 1, 17)),  # counted in UTF-16 units, as browsers do
        ("SELECT 'ä\tö', oops", (1, 15, 1, 18)),
    ],
)
def test_places_in_the_users_text(text: str, expected: tuple[int, int, int, int]) -> None:
    place = locate_word(text, "oops")
    assert place == SourcePosition("sql", *expected)


def test_an_error_behind_the_text_is_told_at_its_end() -> None:
    assert locate_word("SELECT a\nFROM b", "more") == SourcePosition("sql", 2, 6, 2, 6)


def test_an_error_that_begins_within_and_ends_behind_ends_with_the_text() -> None:
    error = {"line": 2, "column": 8, "end_line": 3, "end_column": 9}
    assert locate(view("SELECT a"), error) == SourcePosition("sql", 1, 8, 1, 8)


def test_without_a_position_the_text_as_a_whole_is_meant() -> None:
    assert locate(view("SELECT a"), {}) == SourcePosition("sql")
    assert locate(Statement("n", "insert", "t", "INSERT"), {}) == SourcePosition()


def test_what_was_written_from_a_parameter_leads_to_its_field() -> None:
    builder = SqlBuilder("SELECT ").of("keys.0.left", "`a`").add(" = ").of("keys.0.right", "`b`")
    statement = Statement("n", "view", "v", builder.sql, source=builder.source)
    assert locate(statement, {"line": 1, "column": 8}) == SourcePosition("keys.0.left")
    assert locate(statement, {"line": 1, "column": 14}) == SourcePosition("keys.0.right")
    assert locate(statement, {"line": 1, "column": 12}) == SourcePosition()


@given(TEXT.filter(str.strip), TEXT)
def test_the_span_holds_the_text_verbatim(text: str, before: str) -> None:
    builder = SqlBuilder(before).add("\n").user("sql", text, "query")
    (span,) = builder.source
    lines = builder.sql.split("\n")[span.line - 1 : span.end_line]
    body = "\n".join(lines)[span.column - 1 :]
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert body.strip() == plain.strip().removesuffix(";").rstrip() or body in plain
    offset = plain.split("\n")[span.text_line - 1]
    assert offset.startswith(lines[0][span.column - 1 :]) or len(lines) == 1
