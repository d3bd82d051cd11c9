"""The local stack: real servers as child processes, started in order, watched, stopped without a trace."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from penstock.local import ports as port_plans
from penstock.local.errors import LocalError
from penstock.local.ports import PortPlan
from penstock.local.process import Child
from penstock.local.programs import Installation
from penstock.local.service_registry import PORTS, members
from penstock.local.services.base import Service
from penstock.local.services.control_plane import manage
from penstock.local.stack_config import Site, keep_secrets
from penstock.local.state_file import Lock, Record
from penstock.local.supervisor import Watcher

_POLL = 0.1


class Stack:
    """A set of services on one data folder. `env` and `address` are known before anything runs."""

    def __init__(
        self,
        home: Path | None,
        data: Path,
        services: Iterable[str],
        ports: Literal["free"] | PortPlan = "free",
        env_extra: Mapping[str, str] | None = None,
        *,
        durable: bool = False,
        supervise: bool = False,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Choose ports and secrets; start nothing.

        `durable` keeps data safe against a power cut and stops servers gently; a throw-away stack is just
        killed. `supervise` starts a service again when it dies. `tell` hears of progress in sentences.
        """
        self._plan = port_plans.FREE if ports == "free" else ports
        self._durable = durable
        self._supervise = supervise
        self._tell = tell
        self._record = Record(data.resolve())
        self._services = {service.name: service for service in members(services)}
        kept = self._record.ports()
        if ports == "free":
            kept = {name: port for name, port in kept.items() if port_plans.is_free(port)}
        self.site = Site(
            Installation(home.resolve()) if home else Installation.default(),
            self._record.data,
            port_plans.assign(PORTS, self._plan, kept),
            keep_secrets(self._record.data),
            dict(env_extra or {}),
            durable,
        )
        self._children: dict[str, Child] = {}
        self._lock: Lock | None = None
        self._watcher: Watcher | None = None
        self._schema = threading.Lock()
        self._schema_current = False

    # --- what is known at any time

    @property
    def env(self) -> dict[str, str]:
        """All PENSTOCK_* variables of the control plane."""
        return self.site.env()

    def address(self, service: str) -> str:
        """`host:port` of a service, such as `kafka` or `flink-test` (its REST interface)."""
        return self.site.address(service)

    def url(self, service: str) -> str:
        """The HTTP address of a service."""
        return f"http://{self.site.address(service)}"

    def process(self, service: str) -> Child:
        """The child process of a service; a Flink cluster has `flink-test-jobmanager` and `-taskmanager`."""
        try:
            return self._children[service]
        except KeyError:
            raise LocalError(f"{service} does not run in this stack.") from None

    def processes(self) -> dict[str, Child]:
        """All child processes by name."""
        return dict(self._children)

    # --- the whole stack

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, whatever happened."""
        self.stop()

    def start(self) -> None:
        """Start every service and return when all are ready; on any failure stop what was started."""
        self._lock = Lock(self._record)
        try:
            self._record.end_leftovers()
            self._require_ports(self._services.values())
            self._start_all(self._services.values())
            self._record.write(self.site.ports, self._children, ready=True)
        except BaseException:
            self.stop()
            raise
        if self._supervise:
            self._watcher = Watcher(self._children, self._revive, self._tell)

    def stop(self) -> None:
        """Stop every service, the ones that others need last. Safe to call twice."""
        if self._watcher:
            self._watcher.stop()
            self._watcher = None
        while self._children:
            needed = {name for child in self._children for name in self._services[child].after}
            last = [name for name in self._children if name not in needed] or list(self._children)
            with ThreadPoolExecutor(len(last)) as pool:
                list(pool.map(self._stop_one, last))
        if self._lock:
            self._record.write(self.site.ports, {}, ready=False)
            self._lock.release()
            self._lock = None

    # --- one service

    def add(self, services: Iterable[str]) -> None:
        """Start further services in a running stack."""
        new = [service for service in members(services) if service.name not in self._services]
        self._services.update({service.name: service for service in new})
        self._require_ports(new)
        self._start_all(new)
        self._record.write(self.site.ports, self._children, ready=True)

    def restart(self, service: str) -> None:
        """Stop the service if it runs, start it, and return when it is ready."""
        for name in self._names(service):
            if name in self._children:
                self._stop_one(name)
        self._start_all([self._services[name] for name in self._names(service)])
        self._record.write(self.site.ports, self._children, ready=True)

    def kill(self, service: str) -> None:
        """Kill the service at once. It stays away until `restart`, unless the stack supervises."""
        for name in self._names(service):
            self.process(name).kill()

    def manage(self, *arguments: str) -> str:
        """Run a command of Django in the stack's environment."""
        return manage(self.site, *arguments)

    # --- inside

    def _names(self, service: str) -> list[str]:
        found = [name for name in self._services if name == service or name.startswith(f"{service}-")]
        if not found:
            raise LocalError(f"{service} is not part of this stack.")
        return found

    def _require_ports(self, services: Iterable[Service]) -> None:
        wanted = {port for service in services for port in service.ports}
        port_plans.require_free({name: self.site.ports[name] for name in PORTS if name in wanted})

    def _start_all(self, services: Iterable[Service]) -> None:
        """Start these services side by side, each as soon as those that it needs are ready."""
        ready = {name: _done() for name in self._children}
        todo = _in_order(services)
        if not todo:
            return
        abandon = threading.Event()
        with ThreadPoolExecutor(len(todo)) as pool:
            for service in todo:
                needs = [ready[name] for name in service.after if name in ready]
                ready[service.name] = pool.submit(self._start_one, service, needs, abandon)
            started = [ready[service.name] for service in todo]
            try:
                wait(started, return_when=FIRST_EXCEPTION)
            finally:
                if not all(future.done() and not future.exception() for future in started):
                    abandon.set()
        _raise_first(started)

    def _start_one(self, service: Service, needs: list["Future[None]"], abandon: threading.Event) -> None:
        for need in needs:
            need.result()
        begun = time.monotonic()
        if service.needs_schema:
            self._migrate_once()
        if abandon.is_set():
            return
        self._launch(service)
        self._wait_ready(service, abandon)
        if not abandon.is_set():
            service.finish(self.site)
            self._tell(f"{service.name} is ready ({time.monotonic() - begun:.1f} s)")

    def _launch(self, service: Service) -> None:
        service.prepare(self.site)
        self._children[service.name] = Child(
            service.command(self.site),
            service.env(self.site),
            service.folder(self.site),
            self.site.log(service.name),
            service.identity(self.site),
        )
        self._record.write(self.site.ports, self._children.copy(), ready=False)

    def _wait_ready(self, service: Service, abandon: threading.Event) -> None:
        child = self._children[service.name]
        while not abandon.is_set() and not service.ready(self.site, child):
            if child.exit_code is not None:
                raise LocalError(
                    _failure(service, child, f"ended with code {child.exit_code} while starting")
                )
            if child.age > service.ready_within:
                raise LocalError(
                    _failure(service, child, f"was not ready within {service.ready_within:.0f} s")
                )
            abandon.wait(_POLL)

    def _revive(self, name: str) -> None:
        self._launch(self._services[name])
        self._record.write(self.site.ports, self._children.copy(), ready=True)

    def _migrate_once(self) -> None:
        with self._schema:
            if not self._schema_current:
                self.manage("migrate", "--noinput")
                self._schema_current = True

    def _stop_one(self, name: str) -> None:
        service, child = self._services[name], self._children[name]
        if self._durable:
            child.stop(service.stop_signal, service.stop_within)
        else:
            child.kill()
        del self._children[name]


def _done() -> "Future[None]":
    future: Future[None] = Future()
    future.set_result(None)
    return future


def _in_order(services: Iterable[Service]) -> list[Service]:
    """The services, each behind those that it needs."""
    left = {service.name: service for service in services}
    ordered: list[Service] = []
    while left:
        free = [service for service in left.values() if not set(service.after) & left.keys()]
        ordered += free
        for service in free:
            del left[service.name]
    return ordered


def _raise_first(futures: list["Future[None]"]) -> None:
    """Raise the failure that came first in the order of starting, which is the cause of the later ones."""
    for future in futures:
        problem = future.exception()
        if problem:
            raise problem


def _failure(service: Service, child: Child, what: str) -> str:
    return f"{service.name} {what}. Its log, {child.log}, ends with:\n{child.tail() or '(nothing)'}"
