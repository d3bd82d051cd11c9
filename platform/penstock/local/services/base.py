"""The interface of a service of the local stack."""

import signal
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from penstock.local.process import ChildProcess
from penstock.local.stack_config import StackConfig


class Service(ABC):
    """One child process: how to prepare and start it, tell when it is ready, and stop it."""

    name: str
    # Services that must be ready before this one is prepared and started, if they are part of the stack.
    depends_on: ClassVar[tuple[str, ...]] = ()
    stop_signal: ClassVar[int] = signal.SIGTERM
    stop_timeout: ClassVar[float] = 10.0
    # Generous: a machine that is busy with other work is slow, not broken.
    ready_timeout: ClassVar[float] = 180.0
    # Whether the control plane's tables must be up to date before it starts.
    needs_schema: ClassVar[bool] = False

    @property
    def ports(self) -> tuple[str, ...]:
        """Names of the ports it listens on; the first is its address."""
        return ()

    def prepare(self, config: StackConfig) -> None:
        """Create files and folders. Runs before each start; must be idempotent."""
        config.folder(self.name)

    @abstractmethod
    def command(self, config: StackConfig) -> list[str]:
        """The program and its arguments."""

    def env(self, config: StackConfig) -> dict[str, str]:
        """The program's whole environment."""
        return config.minimal_env()

    def folder(self, config: StackConfig) -> Path:
        """The program's working folder."""
        return config.folder(self.name)

    def launcher_options(self, config: StackConfig) -> Sequence[str]:
        """Options of `launcher.py` that set the user."""
        del config
        return ()

    @abstractmethod
    def is_ready(self, config: StackConfig, child: ChildProcess) -> bool:
        """Whether it is ready for work. Polled, so it must return quickly."""

    def post_start(self, config: StackConfig) -> None:
        """Initialize what needs the running service. Must be idempotent."""
        del config
