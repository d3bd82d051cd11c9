"""What happens along with a write of another app: typed steps that a service calls in its transaction.

An app that others build on declares a hook in its `lifecycle` module; an app above adds its steps in the
`register` function of its own. Unlike a signal, a hook is called where the service says so, its steps run in
the order of INSTALLED_APPS, and the type checker knows their arguments and results.
"""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Hook(Generic[P, R]):
    """A named list of steps, all called with the same arguments."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._steps: list[Callable[P, R]] = []

    def add_step(self, step: Callable[P, R]) -> None:
        """Append a step.

        Raises:
            ValueError: The step was added before, which is an error of the program.
        """
        if step in self._steps:
            raise ValueError(f"{step.__qualname__} is a step of {self.name} already.")
        self._steps.append(step)

    def remove(self, step: Callable[P, R]) -> None:
        """Take a step out again."""
        self._steps.remove(step)

    def call(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """Call every step in turn and return their results.

        Raises:
            Exception: Whatever a step raises; the steps after it are not called, and the transaction of the
                caller is rolled back. A step forbids the write by raising an ApplicationError.
        """
        return [step(*args, **kwargs) for step in self._steps]
