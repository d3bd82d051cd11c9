"""The control plane's own processes: the web server, the three kinds of Celery worker, and beat."""

import subprocess
import sys
from typing import ClassVar

import httpx

from penstock.local.errors import LocalError
from penstock.local.ports import HOST
from penstock.local.process import Child
from penstock.local.programs import repository
from penstock.local.services.base import Service
from penstock.local.stack_config import Site

_CELERY = (sys.executable, "-m", "celery", "-A", "penstock.web.celery")


class _ControlPlane(Service):
    after: ClassVar[tuple[str, ...]] = ("postgres", "redis")
    needs_schema = True

    def env(self, site: Site) -> dict[str, str]:
        """The settings of the control plane."""
        return site.control_plane_env()


class Web(_ControlPlane):
    """The ASGI server: pages, API and WebSockets."""

    name = "web"

    @property
    def ports(self) -> tuple[str, ...]:
        """The one port."""
        return ("web",)

    def command(self, site: Site) -> list[str]:
        """Uvicorn with one process."""
        return [
            *(sys.executable, "-m", "uvicorn", "penstock.web.asgi:application"),
            *("--host", HOST, "--port", str(site.ports["web"]), "--log-level", "warning"),
            # Open WebSockets must not hold up a stop.
            *("--timeout-graceful-shutdown", "3"),
        ]

    def ready(self, site: Site, child: Child) -> bool:
        """Whether it answers anything at all in HTTP."""
        del child
        try:
            return httpx.get(f"http://{site.address('web')}/api/session/", timeout=2).status_code < 500
        except httpx.HTTPError:
            return False


class _Celery(_ControlPlane):
    def ready(self, site: Site, child: Child) -> bool:
        """Celery says so itself once it is connected to the broker and takes tasks."""
        del site
        return " ready." in child.output()


class Worker(_Celery):
    """Takes the tasks that act on Flink. They wait on the network most of the time: hence threads."""

    name = "worker"

    def command(self, site: Site) -> list[str]:
        """A worker on the queue `control`."""
        del site
        return [
            *(*_CELERY, "worker", "-Q", "control", "-n", "control@local", "--loglevel", "info"),
            *("--pool", "threads", "--concurrency", "8", "--without-gossip", "--without-mingle"),
        ]


class Planner(_Celery):
    """Owns the warm planner process: one task at a time."""

    name = "planner"

    def command(self, site: Site) -> list[str]:
        """A worker on the queue `planner`."""
        del site
        return [
            *(*_CELERY, "worker", "-Q", "planner", "-n", "planner@local", "--loglevel", "info"),
            *("--pool", "solo", "--without-gossip", "--without-mingle"),
        ]


class Bench(_Celery):
    """Owns the warm benches, and runs as many tests at once as there are."""

    name = "bench"
    # The warm-up is a test on the cluster.
    after: ClassVar[tuple[str, ...]] = ("postgres", "redis", "flink-test-taskmanager")

    def command(self, site: Site) -> list[str]:
        """A worker on the queue `bench`."""
        benches = site.control_plane_env().get("PENSTOCK_BENCH_PROCESSES", "2")
        return [
            *(*_CELERY, "worker", "-Q", "bench", "-n", "bench@local", "--loglevel", "info"),
            *("--pool", "threads", "--concurrency", benches, "--without-gossip", "--without-mingle"),
        ]


class Beat(_ControlPlane):
    """The clock that drives the reconcile loop."""

    name = "beat"

    def command(self, site: Site) -> list[str]:
        """Beat with its schedule in its own folder."""
        schedule = site.folder("beat") / "schedule"
        return [*_CELERY, "beat", "--loglevel", "info", "--schedule", str(schedule), "--pidfile="]

    def ready(self, site: Site, child: Child) -> bool:
        """It says so itself."""
        del site
        return "beat: Starting..." in child.output()


def manage(site: Site, *arguments: str, timeout: float = 300) -> str:
    """Run one of Django's commands in the stack's environment and return what it printed."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            cwd=repository(),
            env=site.control_plane_env(),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        name = " ".join(arguments)
        raise LocalError(f"`manage.py {name}` was not done within {timeout:.0f} s.") from None
    if done.returncode != 0:
        raise LocalError(
            f"`manage.py {' '.join(arguments)}` failed:\n{(done.stderr or done.stdout).strip()[-3000:]}"
        )
    return done.stdout
