"""Errors of the local stack; their messages are sentences for the user."""


class LocalError(Exception):
    """A failure whose message names what is wrong and what to do about it."""


class AlreadyRunning(LocalError):
    """Another process already runs a stack on the same data folder."""
