"""What the stack needs to know about one of its services."""

import signal
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from penstock.local.process import Child
from penstock.local.stack_config import Site


class Service(ABC):
    """One child process: how to prepare, start, recognise as ready, and stop it."""

    name: str
    # Services that must be ready before this one is prepared and started, if they are part of the stack.
    after: ClassVar[tuple[str, ...]] = ()
    stop_signal: ClassVar[int] = signal.SIGTERM
    stop_within: ClassVar[float] = 10.0
    # Generous: a laptop that builds something else beside us is slow, not broken.
    ready_within: ClassVar[float] = 180.0
    # Whether the control plane's tables must be up to date before it starts.
    needs_schema: ClassVar[bool] = False

    @property
    def ports(self) -> tuple[str, ...]:
        """Names of the ports it listens on; the first is its address."""
        return ()

    def prepare(self, site: Site) -> None:
        """Lay out files and folders. Runs before each start and must be safe to repeat."""
        site.folder(self.name)

    @abstractmethod
    def command(self, site: Site) -> list[str]:
        """The program and its arguments."""

    def env(self, site: Site) -> dict[str, str]:
        """The program's whole environment."""
        return site.bare_env()

    def folder(self, site: Site) -> Path:
        """The program's working folder."""
        return site.folder(self.name)

    def identity(self, site: Site) -> Sequence[str]:
        """Who to run as: options of `launcher.py`."""
        del site
        return ()

    @abstractmethod
    def ready(self, site: Site, child: Child) -> bool:
        """Whether it does its work now. Called again and again; must answer quickly."""

    def finish(self, site: Site) -> None:
        """Set up what needs the running service. Safe to repeat."""
        del site
