"""Every kind declares itself completely, and says the same in form, page and SQL."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from penstock.operators.docs import page
from penstock.operators.operator import Operator
from penstock.registry import UnknownKind, catalogue, describe, kinds, operator

ROOT = Path(__file__).parents[2]
WIDGETS = {
    "datasource", "topic", "table", "sql", "columns", "column", "column-pairs", "column-picks", "key-value",
    "duration-ms", "expression", "schema",
}  # fmt: skip

each = pytest.mark.parametrize("kind", catalogue(), ids=lambda k: k.kind)


def test_the_kinds() -> None:
    assert {"filter", "jdbc-sink", "join", "kafka-sink", "kafka-source", "sql"} <= set(kinds())
    assert list(kinds()) == sorted(kinds())


def test_an_unknown_kind_suggests_the_nearest() -> None:
    with pytest.raises(UnknownKind, match="Did you mean kafka-source"):
        operator("kafka-sorce")


@pytest.mark.parametrize("kind", ["base", "../os", "", "os.path", "sinks", "Kind"])
def test_no_other_module_is_reached_by_a_kind(kind: str) -> None:
    with pytest.raises(UnknownKind):
        operator(kind)


@each
def test_the_description_is_complete(kind: Operator) -> None:
    found = kind.describe()
    assert all(found[key] for key in ("kind", "label", "group", "icon", "summary", "docs"))
    assert found["example"] or not found["params"]["properties"]
    jsonschema.Draft202012Validator.check_schema(found["params"])
    jsonschema.validate(found["example"], found["params"])
    for name, field in found["params"]["properties"].items():
        assert field["title"], name
        assert field.get("x-widget", "sql").split(":")[0] in WIDGETS, name
        assert set(field.get("x-when", {})) <= {"job.time", *found["params"]["properties"]}, name


def test_an_operator_of_a_family_lists_the_kinds_that_belong_to_it() -> None:
    found = describe("jdbc-sink")
    assert found["connectors"] == ["mysql", "postgresql"]
    assert found["params"]["properties"]["datasource"]["x-widget"] == "datasource:mysql,postgresql"


@each
def test_the_example_is_accepted(kind: Operator) -> None:
    kind.parameters.model_validate(dict(kind.example))


@each
def test_the_reference_page_is_fresh(kind: Operator) -> None:
    written = (ROOT / "docs" / "operators" / f"{kind.kind}.md").read_text()
    assert written == page(kind), "write it again: penstock operators --docs docs/operators"


def test_there_is_no_page_of_a_kind_that_is_gone() -> None:
    assert {p.stem for p in (ROOT / "docs" / "operators").glob("*.md")} == set(kinds())
