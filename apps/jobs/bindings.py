"""What the names in a job's graph stand for: the data sources and tables of its project."""

from typing import Any

from apps.accounts.models import User
from apps.datasources import selectors as datasources
from apps.projects.models import Project
from apps.tables import selectors as tables
from penstock.operators.bindings import Bindings, load


def bindings(actor: User, project: Project) -> Bindings:
    """The bindings of a project, without connections; a foreign data source simply isn't there."""
    found: dict[str, dict[str, Any]] = {}
    for table in tables.tables(actor, project):
        found.setdefault(table.datasource.name, {})[table.name] = {
            "columns": [{"name": column["name"], "type": column["type"]} for column in table.columns],
            "event_time": table.event_time or None,
            "key": table.key,
            "format": table.format or None,
        }
    kinds = {source.name: {"kind": source.kind} for source in datasources.datasources(actor, project)}
    return load({"datasources": kinds, "tables": found})
