"""Where apps above ours have a say."""

from django.dispatch import Signal

# Sent in the deleting transaction with `job=`; a receiver raises Conflict to forbid it.
job_deleting = Signal()
