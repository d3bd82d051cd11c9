"""What is announced about tables."""

from apps.core import events
from apps.tables.models import Table


def changed(table: Table) -> None:
    """A table came, went or is different."""
    events.publish("table.changed", project=table.project_id, id=table.pk)
