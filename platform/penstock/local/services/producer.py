"""The demo's order producer as a service of the stack."""

import sys
from typing import ClassVar

from penstock.local.process import ChildProcess
from penstock.local.services.base import Service
from penstock.local.stack_config import StackConfig


class Producer(Service):
    """Keeps writing orders to Kafka."""

    name = "producer"
    depends_on: ClassVar[tuple[str, ...]] = ("kafka",)

    def env(self, config: StackConfig) -> dict[str, str]:
        """A minimal environment: the producer needs the broker's address only."""
        return {
            **config.minimal_env(),
            "PYTHONUNBUFFERED": "1",
        }

    def command(self, config: StackConfig) -> list[str]:
        """The producer at its usual rate."""
        return [sys.executable, "-m", "penstock.local.producer", "--broker", config.address("kafka")]

    def is_ready(self, config: StackConfig, child: ChildProcess) -> bool:
        """It prints a line once the broker has acknowledged the first order."""
        del config
        return "Writing orders" in child.output()
