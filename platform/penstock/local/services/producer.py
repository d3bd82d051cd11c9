"""The demo's order producer as a service of the stack."""

import sys
from typing import ClassVar

from penstock.local.process import Child
from penstock.local.services.base import Service
from penstock.local.stack_config import Site


class Producer(Service):
    """Keeps writing orders to Kafka."""

    name = "producer"
    after: ClassVar[tuple[str, ...]] = ("kafka",)

    def env(self, site: Site) -> dict[str, str]:
        """It knows the broker and nothing else."""
        return {
            **site.bare_env(),
            "PYTHONPATH": site.control_plane_env()["PYTHONPATH"],
            "PYTHONUNBUFFERED": "1",
        }

    def command(self, site: Site) -> list[str]:
        """The producer at its usual rate."""
        return [sys.executable, "-m", "penstock.local.producer", "--broker", site.address("kafka")]

    def ready(self, site: Site, child: Child) -> bool:
        """It says so once the broker has confirmed the first order."""
        del site
        return "Writing orders" in child.output()
