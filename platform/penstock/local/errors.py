"""What the local stack says when it cannot go on: sentences for the person at the terminal."""


class LocalError(Exception):
    """A failure whose message names what is wrong and what to do about it."""


class AlreadyRunning(LocalError):
    """Another process already runs a stack on the same data folder."""
