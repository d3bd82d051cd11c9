"""Print sink: rows appear in the log of the cluster's workers."""

from __future__ import annotations

from collections.abc import Iterator

from penstock.graph.document import Node
from penstock.graph.problems import Problem
from penstock.operators import sink_base
from penstock.operators.operator import Context, Operator
from penstock.operators.option_policy import OptionPolicy
from penstock.operators.parameters import Parameters, param
from penstock.operators.ports import SINK
from penstock.operators.statement import Statement

OPTIONS = OptionPolicy(
    own=(
        ("connector", "the operator's kind"),
        ("print-identifier", "Label"),
        ("standard-error", "Standard error"),
        ("sink.parallelism", "Parallelism"),
    ),
    strict=("*",),
)


class Params(Parameters):
    """Where and how rows are printed."""

    label: str | None = param("Label", "Printed before each row.", default=None, min_length=1, max_length=200)
    standard_error: bool = param("Standard error", "Print there, not to standard output.", default=False)
    parallelism: int | None = sink_base.parallelism()
    options: dict[str, str] = sink_base.extra_options()


class Kind(Operator[Params]):
    """Rows as text, for looking at them."""

    label, group, icon = "Print", "Sinks", "print"
    summary = "Prints each row to the output of the cluster's workers."
    ports, parameters = SINK, Params
    example = {"label": "orders"}
    docs = """\
Each row is one line in the *Stdout* of the task manager that writes it, as `+I[Berlin, 3]`; with several
writers it begins with the writer's number. `-U`, `+U` and `-D` are changes of earlier rows. It is meant for
trying out: the output is neither kept nor delivered exactly once.
"""

    def check(self, params: Params, context: Context) -> Iterator[Problem]:
        yield from OPTIONS.check(params.options)

    def lower(self, node: Node, params: Params, context: Context) -> Iterator[Statement]:
        options = self._options(params)
        yield from sink_base.lower(node, None, (), options, context, "label", changelog="all")

    def _options(self, params: Params) -> Iterator[tuple[str, str]]:
        yield "connector", "print"
        if params.label:
            yield "print-identifier", params.label
        if params.standard_error:
            yield "standard-error", "true"
        if params.parallelism:
            yield "sink.parallelism", str(params.parallelism)
