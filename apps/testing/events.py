"""Events of test cases and their runs; published after the commit, with ids only."""

from apps.core.events import publish
from apps.testing.models import Case, Run, Trace


def case_changed(case: Case) -> None:
    """A case was created, changed or deleted."""
    publish("case.changed", project=case.job.project_id, id=case.pk, job=case.job_id)


def run_changed(run: Run) -> None:
    """A run was requested, started, or ended."""
    publish("run.changed", project=run.job.project_id, id=run.pk, job=run.job_id, case=run.case_id)


def trace_changed(trace: Trace) -> None:
    """A question about a row was asked, or has its answer."""
    publish("trace.changed", project=trace.run.job.project_id, id=trace.pk, job=trace.run.job_id)
