"""Where other apps take part in the life of a data pack."""

from apps.core.lifecycle import Hook
from apps.packs.models import Pack

#: Called in the transaction that deletes a pack; a step raises Conflict to forbid it.
pack_deleting: Hook[[Pack], None] = Hook("pack_deleting")
