"""Checks that several kinds share: the data source and the columns that their parameters name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from penstock.graph.problems import Problem, did_you_mean
from penstock.operators.bindings import Column
from penstock.operators.operator import Context


def check_datasource(context: Context, name: str, family: str) -> Iterator[Problem]:
    """Problems of the field `datasource`: unknown in this project, or not of the family (`kafka`, `jdbc`)."""
    source = context.bindings.datasources.get(name)
    connector = context.connector(name)
    if source is None:
        usable = (n for n, known in context.connectors.items() if known.belongs_to(family))
        sentence = f"The project has no data source {name!r}.{did_you_mean(name, usable)}"
        yield Problem("unknown-datasource", sentence, field="datasource")
    elif connector is None or not connector.belongs_to(family):
        sentence = f"The data source {name} is of kind {source.kind}; one for {family} is needed here."
        yield Problem("wrong-datasource", sentence, field="datasource")


def check_columns(
    names: Iterable[str], columns: Iterable[Column], field: str, whose: str
) -> Iterator[Problem]:
    """A problem for each of `names` that is not among `columns`; `whose` ends the sentence."""
    known = [c.name for c in columns]
    for number, name in enumerate(names):
        if name not in known:
            near = did_you_mean(name, known)
            sentence = f"There is no column {name!r} in {whose}.{near}"
            yield Problem("unknown-column", sentence, field=f"{field}.{number}")
