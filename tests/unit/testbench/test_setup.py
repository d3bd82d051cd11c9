"""The setup of a test run: one analysis, the taps it allows, and the origins of the plan's lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from penstock.compiler.script import Script, Statement
from penstock.operators.bindings import Column
from penstock.operators.record_schema import RecordSchema
from penstock.testbench.model import TestRun, UserCode
from penstock.testbench.setup import prepare_run
from penstock.testkit import case
from penstock.testkit.instrumentation import SetupError

COLUMNS = [{"name": "id", "type": "INT", "nullable": True}]
SCHEMA = RecordSchema(
    (Column(name="id", type="INT"), Column(name="at", type="TIMESTAMP(3)")), event_time="at"
)
ROWS = [{"id": 1, "at": "2026-01-01 10:00:02"}, {"id": 2, "at": "2026-01-01 10:00:01"}]
WRONG = {
    "ok": False,
    "error": {"message": "Column 'x' not found in any table", "kind": "validate", "line": 1, "column": 1},
}


class FakeClient:
    """Answers an analysis, and counts how often it was asked."""

    def __init__(self, **wrong: dict[str, Any]) -> None:
        self.asked: list[tuple[Script, UserCode]] = []
        self.wrong = wrong

    def analyze(self, script: Script, user_code: UserCode) -> dict[str, Any]:
        self.asked.append((script, user_code))
        sound = {"ok": True, "columns": COLUMNS}
        call = {"statement": 1, "function": "UUID", "text": "UUID()", "line": 1, "column": 1}
        return {
            "statements": [self.wrong.get(s.name, sound) for s in script.statements],
            "branches": [{"statement": 1, "kind": "where"}],
            "nondeterminism": [call],
        }


def script() -> Script:
    return Script(
        {"table.exec.state.ttl": "1 h"},
        (
            Statement("n1", "table", "orders", "CREATE TEMPORARY TABLE `orders` (`id` INT)"),
            Statement("n2", "view", "big", "CREATE TEMPORARY VIEW `big` AS SELECT 1", reads=("orders",)),
            Statement("n3", "table", "out", "CREATE TEMPORARY TABLE `out`", key=("id",)),
            Statement("n3", "insert", "out", "INSERT INTO `out` SELECT * FROM `big`", reads=("big",)),
        ),
    )


def build_test_run(folder: Path, **more: Any) -> TestRun:
    pack = folder / "orders.jsonl"
    pack.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    definition = {"inputs": {"orders": {"pack": str(uuid4())}}, **more}
    return TestRun(script(), None, {"orders": SCHEMA}, case.load(definition), {"orders": pack})


def prepared(client: FakeClient, test: TestRun, **more: Any) -> Any:
    return prepare_run(client, test, **more)  # type: ignore[arg-type]


def test_one_analysis_gives_the_whole_setup(tmp_path: Path) -> None:
    client = FakeClient()
    with prepared(client, build_test_run(tmp_path, expected={"big": {"rows": []}})) as setup:
        assert [asked for asked, _ in client.asked] == [setup.job]
        assert [s.name for s in setup.script.statements] == [
            "orders",
            "big",
            "out",
            "tap_big",
            "out",
            "tap_big",
        ]
        assert setup.columns == {"out": COLUMNS, "big": COLUMNS}
        assert (setup.keys, setup.node_names) == (
            {"out": ("id",)},
            {"n1": "orders", "n2": "big", "n3": "out"},
        )
        assert setup.branches == [{"statement": 1, "kind": "where"}]
        assert [note.split(":")[0] for note in setup.notes] == [
            "UUID() in 'big' is random",
            "State is forgotten after 1 h by the clock; in a run, which is shorter, nothing is.",
        ]
        lines = [json.loads(line) for line in setup.plan.read_text().splitlines()]
        assert [line["row"]["id"] for line in lines] == [2, 1]
        assert [setup.find_origin(line) for line in (-1, 0, 1, 2)] == [
            None,
            {"source": "orders", "row": 1},
            {"source": "orders", "row": 0},
            None,
        ]
        assert setup.find_rank(1) == (2, 2)
    assert not setup.plan.exists()


def test_all_nodes_can_be_tapped(tmp_path: Path) -> None:
    with prepared(FakeClient(), build_test_run(tmp_path), tap_all=True) as setup:
        assert set(setup.columns) == {"out", "orders", "big"}


@pytest.mark.parametrize(
    ("wrong", "more", "sentence"),
    [
        ({"big": WRONG}, {}, "'big' cannot be tested"),
        ({}, {"taps": ["bigg"]}, "no node 'bigg'"),
        ({}, {"inputs": {}}, "Choose a data pack for orders"),
    ],
)
def test_a_case_that_does_not_fit_is_refused(
    tmp_path: Path, wrong: dict[str, Any], more: dict[str, Any], sentence: str
) -> None:
    with (
        pytest.raises(SetupError, match=sentence),
        prepared(FakeClient(**wrong), build_test_run(tmp_path, **more)),
    ):
        pytest.fail("It was set up.")


def test_a_missing_pack_or_schema_is_named(tmp_path: Path) -> None:
    test = build_test_run(tmp_path)
    test.packs["orders"].unlink()
    with pytest.raises(SetupError, match="data pack for 'orders' are missing"), prepared(FakeClient(), test):
        pytest.fail("It was set up.")
