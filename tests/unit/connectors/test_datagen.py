"""The datagen source: what it refuses, and the options that its columns become."""

from typing import Any

import pytest

from penstock import compiler
from penstock.compiler.resolve import resolve
from penstock.connectors.datagen.patterns import PatternError, measure
from penstock.graph.document import Graph
from penstock.operators.bindings import Bindings
from penstock.testkit.source_inputs import find_record_schemas


def graph(*columns: dict[str, Any], **params: Any) -> Graph:
    given = {"columns": list(columns), **params}
    source = {"id": "n1", "kind": "datagen-source", "name": "rows", "params": given}
    sink = {"id": "n2", "kind": "discard-sink", "name": "out"}
    settings = {"time": "event" if "event_time" in params else "processing"}
    return Graph.load(
        {"settings": settings, "nodes": [source, sink], "edges": [{"source": "n1", "target": "n2"}]}
    )


def column(type_: str, **how: Any) -> dict[str, Any]:
    return {"name": "x", "type": type_, **how}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (column("ARRAY<INT>"), "type"),
        (column("BOOLEAN", generator="sequence"), "type"),
        (column("INT", generator="sequence", max=1), "min"),
        (column("INT", generator="sequence", min="0.5"), "min"),
        (column("INT", generator="sequence", min=1, max=2**31), "max"),
        (column("INT", generator="sequence", min=2, max=1), "min"),
        (column("INT", min=2, max=1), "min"),
        (column("INT", min=0.5), "min"),
        (column("STRING", max=1), "min"),
        (column("INT", length=3), "length"),
        (column("STRING", disorder_ms=3), "disorder_ms"),
        (column("TINYINT", max=128), "max"),
        (column("DECIMAL(4, 2)", min="0.125"), "min"),
        (column("DECIMAL(4, 2)", max="100"), "max"),
        (column("FLOAT", max="1e39"), "max"),
        (column("TIMESTAMP(3)", generator="choice", choices={"1": "1"}), "type"),
        (column("INT", generator="choice"), "choices"),
        (column("INT", generator="choice", choices={"1": "", "one": ""}), "choices"),
        (column("INT", generator="choice", choices={"1_0": ""}), "choices"),
        (column("BOOLEAN", generator="choice", choices={"yes": ""}), "choices"),
        (column("VARCHAR(2)", generator="choice", choices={"abc": ""}), "choices"),
        (column("STRING", generator="choice", choices={"a": "-1"}), "choices"),
        (column("STRING", generator="choice", choices={"a": "0", "b": 0}), "choices"),
        (column("INT", generator="regex", pattern="1"), "type"),
        (column("STRING", generator="regex"), "pattern"),
        (column("VARCHAR(2)", generator="regex", pattern="a{3}"), "pattern"),
        (column("CHAR(2)", generator="regex", pattern="a{1,2}"), "pattern"),
        (column("INT NOT NULL", null_rate=0.5), "null_rate"),
    ],
)
def test_what_cannot_be_generated_is_refused_at_its_field(wrong: dict[str, Any], field: str) -> None:
    (problem,) = compiler.compile_partial(graph(wrong), Bindings()).problems
    assert (problem.code, problem.field, problem.node) == ("bad-parameter", f"columns.0.{field}", "n1")


@pytest.mark.parametrize(
    ("time", "code"),
    [("nosuch", "unknown-column"), ("x", "bad-event-time"), (None, "missing-parameter")],
)
def test_the_event_time_is_a_timestamp(time: str | None, code: str) -> None:
    problems = compiler.compile_partial(graph(column("BIGINT"), event_time=time), Bindings()).problems
    assert [problem.code for problem in problems] == [code]


def test_a_record_has_all_columns_and_the_time() -> None:
    drawn = graph(column("BIGINT"), {"name": "at", "type": "TIMESTAMP(3)"}, event_time="at", delay_ms=7)
    (schema,) = find_record_schemas(resolve(drawn, Bindings())).values()
    assert [c.name for c in schema.columns] == ["x", "at"]
    assert (schema.event_time, schema.delay_ms, schema.changes) == ("at", 7, False)
    script = compiler.compile(drawn, Bindings())
    assert script.requirements.connectors == ("datagen",)


def options(given: dict[str, Any], **params: Any) -> dict[str, Any]:
    """What the options of the column are, without their prefix."""
    table = compiler.compile(graph(given, **params), Bindings()).statements[0]
    own = [(key, value) for key, value in table.options if key.startswith("fields.x.")]
    return {key.removeprefix("fields.x."): value for key, value in own}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # As a number it had come through a float: 9007199254740992.
        (column("BIGINT", min="9007199254740993"), {"kind": "random", "min": "9007199254740993"}),
        (column("BIGINT", max=9223372036854775807), {"kind": "random", "max": "9223372036854775807"}),
        # The shapes of earlier documents: numbers, and no generator.
        (column("DOUBLE", min=0.5, max=2.0), {"kind": "random", "min": "0.5", "max": "2"}),
        (
            column("INT", generator="sequence", min=1.0, max=1_000_000),
            {"kind": "sequence", "start": "1", "end": "1000000"},
        ),
        (column("BIGINT", generator="sequence", min="1e3"), {"kind": "sequence", "start": "1000"}),
        # What another generator left in hidden fields has no effect.
        (
            column("STRING", generator="choice", choices={"b": 1, "a": ""}, min="5", length=3, pattern="("),
            {"kind": "choice", "values": '["a", "b"]'},
        ),
        (
            column("STRING", generator="choice", choices={"b": "2.50", "a": ""}),
            {"kind": "choice", "values": '["a", "b"]', "weights": "[1, 2.5]"},
        ),
        (
            column("CHAR(3)", generator="regex", pattern="a[bc]{2}", null_rate=0.25),
            {"kind": "regex", "pattern": "a[bc]{2}", "null-rate": "0.25"},
        ),
        (column("TIMESTAMP(3)", disorder_ms=5), {"kind": "random", "max-past": "5 ms"}),
    ],
)
def test_the_options_of_a_column(given: dict[str, Any], expected: dict[str, str]) -> None:
    assert options(given) == expected


@pytest.mark.parametrize("wrong", [True, "many", "NaN", "1e9999", "0x1", "1 000", [1]])
def test_a_bound_is_a_number(wrong: object) -> None:
    (problem,) = compiler.compile_partial(graph(column("DOUBLE", min=wrong)), Bindings()).problems
    assert (problem.code, problem.field) == ("bad-parameter", "columns.0.min")
    assert problem.message == "Columns: give a number, such as 42 or 0.5."


def test_the_event_time_is_never_null() -> None:
    time = column("TIMESTAMP(3)", null_rate=0.1)
    (problem,) = compiler.compile_partial(graph(time, event_time="x"), Bindings()).problems
    assert (problem.code, problem.field) == ("bad-event-time", "event_time")


@pytest.mark.parametrize(
    ("pattern", "lengths"),
    [
        ("C-[0-9]{4}", (6, 6)),
        (r"(paid|open|(?:re)?funded){1,3}", (4, 24)),
        (r"\w\W.[^a\]]\{\}", (6, 6)),
        ("a|", (0, 1)),
        ("é{1000}", (1000, 1000)),
    ],
)
def test_the_lengths_of_a_pattern(pattern: str, lengths: tuple[int, int]) -> None:
    assert measure(pattern) == lengths


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("a*", r"have no end; give the most with \{n,m\}"),
        ("a+", "have no end"),
        ("a{2,}", "have no end"),
        ("(a{500}){3}", "up to 1500 characters; 1000 are permitted"),
        ("a{1001}", "more than 1000 times"),
        ("(a", "no regular expression"),
        ("[b-a]", "no regular expression"),
        ("^a$", "anchors"),
        (r"a\b", "is not supported"),
        (r"(a)\1", "is not supported"),
        (r"\n", "is not supported"),
        ("a(?=b)", "lookahead"),
        ("a(?<!b)", "lookahead"),
        ("(?i)a", "flags"),
        ("(?i:a)", "flags"),
        ("(?P<n>a)", "named groups"),
        ("(?#n)a", "comments"),
        ("a{2,3}?", "lazy"),
        ("a?+", "possessive"),
        ("[a[b]]", "backslash"),
        ("[a&&b]", "backslash"),
        ("[]a]", "backslash"),
        ("a{,3}", "backslash"),
        ("a}", "backslash"),
        ("a\tb", "control character"),
    ],
)
def test_patterns_without_texts_are_refused(pattern: str, says: str) -> None:
    with pytest.raises(PatternError, match=says):
        measure(pattern)
    given = column("STRING", generator="regex", pattern=pattern)
    (problem,) = compiler.compile_partial(graph(given), Bindings()).problems
    assert problem.message.startswith("x: no texts can be made of this pattern: ")
