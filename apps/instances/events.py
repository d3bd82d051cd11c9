"""What is announced about instances; after the commit, ids only."""

from apps.core.events import publish
from apps.instances.models import Instance, Savepoint


def changed(instance: Instance) -> None:
    """The desired or observed state or the operation of an instance changed."""
    publish("instance.changed", project=instance.job.project_id, id=instance.id, job=instance.job_id)


def savepoint_changed(savepoint: Savepoint) -> None:
    """A savepoint was requested, completed or failed."""
    instance = savepoint.instance
    publish("savepoint.changed", project=instance.job.project_id, id=savepoint.id, instance=instance.id)
