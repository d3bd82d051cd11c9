"""Which statement is blamed when the planner hangs or dies, and that it is asked no second time."""

from typing import Any

import pytest

from penstock.compiler.script import Script, Statement
from penstock.planner.jvm_process import ProcessExited, Progress, ResponseTimeout
from penstock.planner.statement_quarantine import StatementQuarantine

SOUND = {"ok": True, "columns": []}
TABLE, VIEW, INSERT = 0, 1, 2


def script(view: str = "SELECT 1", settings: str = "1") -> Script:
    return Script(
        {"parallelism.default": settings},
        (
            Statement("a", "table", "a", "CREATE TEMPORARY TABLE `a` (k STRING)"),
            Statement("v", "view", "v", view, reads=("a",)),
            Statement("s", "insert", "s", "INSERT INTO `s` SELECT * FROM `v`", reads=("v",)),
        ),
    )


class Asked:
    """Answers in turn, and what was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.params = list(answers), []  # type: ignore[var-annotated]

    def __call__(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        self.params.append(params)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def end(
    kind: type[ProcessExited], statement: int | None, cpu_seconds: float = 9.0, memory: bool = False
) -> ProcessExited:
    results = dict.fromkeys(range(statement or 0), SOUND)
    return kind(Progress(statement, cpu_seconds, results), out_of_memory=memory)


def kinds(answer: list[dict[str, Any]]) -> list[str]:
    return ["ok" if one["ok"] else one["error"]["kind"] for one in answer]


def test_what_hangs_is_blamed_and_the_others_keep_their_results() -> None:
    asked = Asked(end(ResponseTimeout, VIEW))
    answer = StatementQuarantine().check(script(), asked)
    assert kinds(answer) == ["ok", "plan", "upstream"]
    assert "within 8 s: make it simpler" in answer[VIEW]["error"]["message"]


def test_it_is_not_asked_again_until_it_is_changed() -> None:
    planner = StatementQuarantine()
    planner.check(script(), Asked(end(ResponseTimeout, VIEW)))
    for again, skipped in ((script(), True), (script("SELECT 2"), False), (script(settings="2"), False)):
        asked = Asked([SOUND] * 3)
        planner.check(again, asked)
        assert (str(VIEW) in asked.params[0]["skip"]) is skipped


def test_planning_that_hangs_is_asked_again_apart() -> None:
    """All that an insert reads is planned with it: what is too much shows when it is planned alone."""
    asked = Asked(end(ResponseTimeout, INSERT), end(ResponseTimeout, VIEW))
    assert kinds(StatementQuarantine().check(script(), asked)) == ["ok", "plan", "upstream"]
    assert [params.get("isolate") for params in asked.params] == [None, True]
    asked = Asked(end(ResponseTimeout, INSERT), end(ResponseTimeout, None, 0))
    assert kinds(StatementQuarantine().check(script(), asked)) == ["ok", "ok", "plan"]


def test_what_eats_all_memory_is_blamed() -> None:
    answer = StatementQuarantine().check(
        script(), Asked(end(ProcessExited, INSERT, memory=True), end(ProcessExited, VIEW, memory=True))
    )
    assert kinds(answer) == ["ok", "plan", "upstream"]
    assert "for lack of memory" in answer[VIEW]["error"]["message"]


def test_a_process_that_was_killed_is_asked_again() -> None:
    assert StatementQuarantine().check(script(), Asked(end(ProcessExited, VIEW), [SOUND] * 3)) == [SOUND] * 3


@pytest.mark.parametrize("kind", [ProcessExited, ResponseTimeout])
def test_nobody_is_blamed_for_a_busy_machine_or_a_killer(kind: type[ProcessExited]) -> None:
    planner = StatementQuarantine()
    for statement in (None, VIEW):
        with pytest.raises(kind):
            planner.check(script(), Asked(end(kind, statement, 0.1), end(kind, statement, 0.1)))
    asked = Asked([SOUND] * 3)
    planner.check(script(), asked)
    assert asked.params[0]["skip"] == {}
