"""Where apps above ours have a say."""

from django.dispatch import Signal

# Sent in the deleting transaction with `pack=`; a receiver raises Conflict to forbid it.
pack_deleting = Signal()
