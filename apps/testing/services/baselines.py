"""Accepts outputs of a run as the expected rows of its case."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.core.errors import Conflict, Invalid
from apps.core.permissions import require
from apps.testing import case_definitions, events
from apps.testing.models import Case, Run, RunOutput
from apps.testing.services.cases import definition_set
from penstock.testkit.case import MAX_EXPECTED_ROWS
from penstock.testkit.comparison import Mode, output_rows

_WHOLE = (Run.State.PASSED, Run.State.FAILED, Run.State.FINISHED)


@transaction.atomic
def run_accept(
    *,
    actor: User,
    run: Run,
    outputs: Sequence[str] | None = None,
    modes: Mapping[str, Mode] | None = None,
) -> Case:
    """Make outputs of a run, all when none are named, the expected ones of its case.

    What else the case says of an output stays (columns to ignore, tolerances).

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Invalid: The run has no such output, or the output has too many rows.
        Conflict: The run is not over, belongs to no saved case or kept only some changes, or the case is not
            the one that was run.
    """
    require(actor, "job.edit", on=run)
    if run.state not in _WHOLE:
        raise Conflict("Only the output of a run that went to its end can be expected.", code="not-finished")
    if run.case_id is None:
        raise Conflict("This run belongs to no saved test case: save it, then run it.", code="no-case")
    case = Case.objects.select_for_update(of=("self",)).select_related("job__project").get(pk=run.case_id)
    found = _choose_outputs(run, outputs)
    _require_same(case, run, found)
    expected = dict(case.definition["expected"])
    for output in found:
        expected[output.name] = _build_expectation(
            output, expected.get(output.name), (modes or {}).get(output.name)
        )
    definition_set(case, {**case.definition, "expected": expected})
    case.revision += 1
    case.save(update_fields=["definition", "revision", "updated_at"])
    events.case_changed(case)
    return case


def _choose_outputs(run: Run, names: Sequence[str] | None) -> list[RunOutput]:
    found = {output.name: output for output in run.outputs.all()}
    for name in names or ():
        if name not in found:
            raise Invalid.field("outputs", f"The run has no output {name!r}.")
    chosen = [found[name] for name in (found if names is None else dict.fromkeys(names))]
    for output in chosen:
        if output.kept < output.count:
            raise Conflict(
                f"Of {output.name} only {output.kept} of {output.count} changes were kept: nothing complete"
                " can be expected of it.",
                code="not-finished",
            )
    return chosen


def _require_same(case: Case, run: Run, chosen: Sequence[RunOutput]) -> None:
    """The run must be one of the case as it is now, as far as it matters to what is accepted."""
    now = case_definitions.pin_case(case.job.project, case.definition).definition
    then = case_definitions.load_case(run.definition).to_dict()
    same = all(now[part] == then[part] for part in now if part != "expected")
    names = [output.name for output in chosen]
    if not same or any(now["expected"].get(name) != then["expected"].get(name) for name in names):
        raise Conflict(
            "The test case, or a data pack of it, was changed since this run: run it again, then accept.",
            code="stale-case",
        )


def _build_expectation(
    output: RunOutput, kept: Mapping[str, Any] | None, mode: Mode | None
) -> dict[str, Any]:
    before = dict(kept or {})
    chosen: Mode = mode or before.get("mode") or _default_mode(output)
    rows = output_rows(output.changes, chosen, tuple(before.get("key") or output.key))
    if len(rows) > MAX_EXPECTED_ROWS:
        raise Invalid(
            f"{output.name} has {len(rows)} rows; a test case expects up to {MAX_EXPECTED_ROWS}:"
            " test it with fewer."
        )
    return {**before, "mode": chosen, "rows": rows}


def _default_mode(output: RunOutput) -> Mode:
    """Rows that are only added are compared as they are; changes by the table that they leave."""
    return "multiset" if all(change["kind"] == "+I" for change in output.changes) else "table"
