"""Where apps above ours have a say."""

from django.dispatch import Signal

# Sent in the deleting transaction with `job=`; a receiver raises Conflict to forbid it.
job_deleting = Signal()

# Sent with `version=` when a job is submitted that is drawn as in this, its latest version. A receiver
# returns True when something that travels with versions is different, so that a new one is due all the same.
version_comparing = Signal()
