"""Every write about instances: intents of people, and the loop that brings them about."""

from apps.instances.services.commands import instance_create, instance_start, instance_stop, savepoint_take

__all__ = ["instance_create", "instance_start", "instance_stop", "savepoint_take"]
