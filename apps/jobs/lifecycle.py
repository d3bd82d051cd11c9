"""Where other apps take part in the life of a job and its versions."""

from apps.core.lifecycle import Hook
from apps.jobs.models import Job, Version

#: Called in the transaction that deletes a job; a step raises Conflict to forbid it.
job_deleting: Hook[[Job], None] = Hook("job_deleting")

#: Called with the latest version when a job with the same graph is submitted. A step returns True when
#: something else that belongs to a version is different, so that a new version is made all the same.
version_comparing: Hook[[Version], bool] = Hook("version_comparing")

#: Called in the transaction that submits a version, with the new version.
version_submitted: Hook[[Version], None] = Hook("version_submitted")
