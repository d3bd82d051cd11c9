"""Finding the data source and the registered table that an operator's parameters name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from penstock.graph.problems import Problem, did_you_mean
from penstock.operators.bindings import Bindings, Column
from penstock.operators.statement import ConnectionRef

_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")


def check_datasource(bindings: Bindings, name: str, *kinds: str) -> Iterator[Problem]:
    """Problems of the field `datasource`: unknown in this project, or of another kind."""
    source = bindings.datasources.get(name)
    if source is None:
        near = did_you_mean(name, bindings.of_kind(*kinds))
        sentence = f"The project has no data source {name!r}.{near}"
        yield Problem("unknown-datasource", sentence, field="datasource")
    elif source.kind not in kinds:
        sentence = (
            f"The data source {name} is of kind {source.kind}; here one of {' or '.join(kinds)} is needed."
        )
        yield Problem("wrong-datasource", sentence, field="datasource")


def check_topic(name: str) -> Iterator[Problem]:
    """Problems of the field `topic`: what no Kafka broker accepts as a name."""
    if not _TOPIC.fullmatch(name) or name in (".", ".."):
        sentence = (
            f"{name[:60]!r} cannot be a topic: 1 to 249 of the letters A-Z, a-z, 0-9, '.', '_' and '-'."
        )
        yield Problem("bad-name", sentence, field="topic")


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


def kafka_connection(datasource: str) -> list[tuple[str, str | ConnectionRef]]:
    """Where the brokers are and how one logs in: known at submit only."""
    secured = ("security.protocol", "sasl.mechanism", "sasl.jaas.config")
    servers = ConnectionRef(datasource, "properties.bootstrap.servers", "check:9092")
    refs = [servers, *(ConnectionRef(datasource, f"properties.{key}") for key in secured)]
    return [(ref.key, ref) for ref in refs]
