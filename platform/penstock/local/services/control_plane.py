"""The control plane's own processes: the web server, the three kinds of Celery worker, and beat."""

import subprocess
import sys
from typing import ClassVar

import httpx

from penstock.local.errors import LocalError
from penstock.local.ports import HOST
from penstock.local.process import ChildProcess
from penstock.local.services.base import Service
from penstock.local.stack_config import StackConfig

# The commands of a deployment. Each replaces itself by its program, so the child is that program.
_PENSTOCK = (sys.executable, "-P", "-m", "penstock.cli.main")


class _ControlPlane(Service):
    depends_on: ClassVar[tuple[str, ...]] = ("postgres", "redis")
    needs_schema = True

    def env(self, config: StackConfig) -> dict[str, str]:
        """The settings of the control plane."""
        return config.control_plane_env()


class Web(_ControlPlane):
    """The ASGI server: pages, API and WebSockets."""

    name = "web"

    @property
    def ports(self) -> tuple[str, ...]:
        """The one port."""
        return ("web",)

    def command(self, config: StackConfig) -> list[str]:
        """`penstock web`."""
        return [*_PENSTOCK, "web", "--host", HOST, "--port", str(config.ports["web"])]

    def is_ready(self, config: StackConfig, child: ChildProcess) -> bool:
        """Whether it responds to HTTP requests without a server error."""
        del child
        try:
            return httpx.get(f"http://{config.address('web')}/api/session/", timeout=2).status_code < 500
        except httpx.HTTPError:
            return False


class _Celery(_ControlPlane):
    def is_ready(self, config: StackConfig, child: ChildProcess) -> bool:
        """Whether Celery has logged that it is connected to the broker."""
        del config
        return " ready." in child.output()


class Worker(_Celery):
    """Runs the tasks that operate Flink clusters. They mostly wait for the network, so threads suffice."""

    name = "worker"

    def command(self, config: StackConfig) -> list[str]:
        """`penstock worker` on the queue `control`."""
        del config
        return [*_PENSTOCK, "worker", "--name", "control@local"]


class Planner(_Celery):
    """Owns the warm planner process: one task at a time."""

    name = "planner"

    def command(self, config: StackConfig) -> list[str]:
        """`penstock planner`."""
        del config
        return [*_PENSTOCK, "planner", "--name", "planner@local"]


class Bench(_Celery):
    """Owns the warm test processes, and runs one test at a time in each."""

    name = "bench"
    # The warm-up is a test on the cluster.
    depends_on: ClassVar[tuple[str, ...]] = ("postgres", "redis", "flink-test-taskmanager")

    def command(self, config: StackConfig) -> list[str]:
        """`penstock worker` on the queue `bench`."""
        del config
        return [*_PENSTOCK, "worker", "--queue", "bench", "--name", "bench@local"]


class Beat(_ControlPlane):
    """The scheduler that triggers the reconciler."""

    name = "beat"

    def command(self, config: StackConfig) -> list[str]:
        """`penstock beat` with its schedule in its own folder."""
        return [*_PENSTOCK, "beat", "--schedule", str(config.folder("beat") / "schedule")]

    def is_ready(self, config: StackConfig, child: ChildProcess) -> bool:
        """Whether it has logged its start."""
        del config
        return "beat: Starting..." in child.output()


def run_django_command(config: StackConfig, *arguments: str, timeout: float = 300) -> str:
    """Run a Django management command in the stack's environment and return its output.

    Raises:
        LocalError: The command failed or took too long; the message has the end of its output.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "django", *arguments],
            cwd=config.data,
            env=config.control_plane_env(),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        name = " ".join(arguments)
        raise LocalError(f"`manage.py {name}` took longer than {timeout:.0f} s.") from None
    if done.returncode != 0:
        raise LocalError(
            f"`manage.py {' '.join(arguments)}` failed:\n{(done.stderr or done.stdout).strip()[-3000:]}"
        )
    return done.stdout
