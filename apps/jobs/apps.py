"""What this app declares to the rest of Penstock."""

from apps.core.app_config import PenstockApp, Permission
from apps.projects.roles import ProjectRole


class JobsConfig(PenstockApp):
    """The job tree, drafts, locks and immutable versions."""

    name = "apps.jobs"
    label = "jobs"
    permissions = (Permission("job.edit", frozenset({ProjectRole.DEVELOPER})),)
    events = ("tree.changed", "job.changed", "lock.changed", "draft.saved", "version.created")
