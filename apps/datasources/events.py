"""What is announced about data sources."""

from apps.core import events
from apps.datasources.models import Datasource


def changed(datasource: Datasource) -> None:
    """A data source came, went or is different, for every project that uses it."""
    for project in datasource.projects.values_list("id", flat=True):
        events.publish("datasource.changed", project=project, id=datasource.pk)
