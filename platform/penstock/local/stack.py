"""The local stack: real servers as child processes, started in order, supervised and stopped."""

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
from penstock.local.process import ChildProcess
from penstock.local.programs import Installation
from penstock.local.service_registry import PORTS, resolve_services
from penstock.local.services.base import Service
from penstock.local.services.control_plane import run_django_command
from penstock.local.stack_config import StackConfig, load_or_create_secrets
from penstock.local.state_file import Lock, StateFile
from penstock.local.supervisor import Supervisor

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
        java_options: tuple[str, ...] = (),
        supervise: bool = False,
        on_progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Choose ports and secrets; start nothing.

        `durable` keeps data safe against a power cut and stops servers gently; a throw-away stack is just
        killed. `java_options` are added to those of every Java server. `supervise` starts a service again
        when it dies. `on_progress` receives progress messages.
        """
        self._plan = port_plans.FREE if ports == "free" else ports
        self._durable = durable
        self._supervise = supervise
        self._on_progress = on_progress
        self._state_file = StateFile(data.resolve())
        self._services = {service.name: service for service in resolve_services(services)}
        kept = self._state_file.ports()
        if ports == "free":
            kept = {name: port for name, port in kept.items() if port_plans.is_free(port)}
        self.config = StackConfig(
            Installation(home.resolve()) if home else Installation.default(),
            self._state_file.data,
            port_plans.assign(PORTS, self._plan, kept),
            load_or_create_secrets(self._state_file.data),
            dict(env_extra or {}),
            durable,
            java_options,
        )
        self._children: dict[str, ChildProcess] = {}
        self._lock: Lock | None = None
        self._supervisor: Supervisor | None = None
        self._schema = threading.Lock()
        self._schema_current = False

    # --- available before the start

    @property
    def env(self) -> dict[str, str]:
        """All PENSTOCK_* variables of the control plane."""
        return self.config.env()

    def address(self, service: str) -> str:
        """`host:port` of a service, such as `kafka` or `flink-test` (its REST interface)."""
        return self.config.address(service)

    def url(self, service: str) -> str:
        """The HTTP address of a service."""
        return f"http://{self.config.address(service)}"

    def process(self, service: str) -> ChildProcess:
        """The child process of a service; a Flink cluster has `flink-test-jobmanager` and `-taskmanager`.

        Raises:
            LocalError: The service is not running in this stack.
        """
        try:
            return self._children[service]
        except KeyError:
            raise LocalError(f"{service} is not running in this stack.") from None

    def processes(self) -> dict[str, ChildProcess]:
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
        """Stop, also after an exception."""
        self.stop()

    def start(self) -> None:
        """Start every service and return when all are ready; on any failure stop what was started.

        Raises:
            LocalError: A port is in use, or a service does not become ready.
        """
        self._lock = Lock(self._state_file)
        try:
            self._state_file.kill_leftovers()
            self._require_ports(self._services.values())
            self._start_all(self._services.values())
            self._state_file.write(self.config.ports, self._children, ready=True)
        except BaseException:
            self.stop()
            raise
        if self._supervise:
            self._supervisor = Supervisor(self._children, self._relaunch, self._on_progress)

    def stop(self) -> None:
        """Stop every service, dependencies last. Safe to call twice."""
        if self._supervisor:
            self._supervisor.stop()
            self._supervisor = None
        while self._children:
            needed = {name for child in self._children for name in self._services[child].depends_on}
            last = [name for name in self._children if name not in needed] or list(self._children)
            with ThreadPoolExecutor(len(last)) as pool:
                list(pool.map(self._stop_one, last))
        if self._lock:
            self._state_file.write(self.config.ports, {}, ready=False)
            self._lock.release()
            self._lock = None

    # --- one service

    def add(self, services: Iterable[str]) -> None:
        """Start further services in a running stack.

        Raises:
            LocalError: A port is in use, or a service does not become ready.
        """
        new = [service for service in resolve_services(services) if service.name not in self._services]
        self._services.update({service.name: service for service in new})
        self._require_ports(new)
        self._start_all(new)
        self._state_file.write(self.config.ports, self._children, ready=True)

    def restart(self, service: str) -> None:
        """Stop the service if it runs, start it, and return when it is ready.

        Raises:
            LocalError: The service is not part of this stack, or does not become ready.
        """
        for name in self._names(service):
            if name in self._children:
                self._stop_one(name)
        self._start_all([self._services[name] for name in self._names(service)])
        self._state_file.write(self.config.ports, self._children, ready=True)

    def kill(self, service: str) -> None:
        """Kill the service. It stays down until `restart`, unless the stack is supervised.

        Raises:
            LocalError: The service is not running in this stack.
        """
        for name in self._names(service):
            self.process(name).kill()

    def manage(self, *arguments: str) -> str:
        """Run a command of Django in the stack's environment.

        Raises:
            LocalError: The command failed or took too long.
        """
        return run_django_command(self.config, *arguments)

    # --- inside

    def _names(self, service: str) -> list[str]:
        found = [name for name in self._services if name == service or name.startswith(f"{service}-")]
        if not found:
            raise LocalError(f"{service} is not part of this stack.")
        return found

    def _require_ports(self, services: Iterable[Service]) -> None:
        wanted = {port for service in services for port in service.ports}
        port_plans.require_free({name: self.config.ports[name] for name in PORTS if name in wanted})

    def _start_all(self, services: Iterable[Service]) -> None:
        """Start these services concurrently, each as soon as its dependencies are ready."""
        ready = {name: _completed_future() for name in self._children}
        todo = _sort_by_dependency(services)
        if not todo:
            return
        abandon = threading.Event()
        with ThreadPoolExecutor(len(todo)) as pool:
            for service in todo:
                needs = [ready[name] for name in service.depends_on if name in ready]
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
        started_at = time.monotonic()
        if service.needs_schema:
            self._migrate_once()
        if abandon.is_set():
            return
        self._launch(service)
        self._wait_ready(service, abandon)
        if not abandon.is_set():
            service.post_start(self.config)
            self._on_progress(f"{service.name} is ready ({time.monotonic() - started_at:.1f} s)")

    def _launch(self, service: Service) -> None:
        service.prepare(self.config)
        self._children[service.name] = ChildProcess(
            service.command(self.config),
            service.env(self.config),
            service.folder(self.config),
            self.config.log(service.name),
            service.launcher_options(self.config),
        )
        self._state_file.write(self.config.ports, self._children.copy(), ready=False)

    def _wait_ready(self, service: Service, abandon: threading.Event) -> None:
        child = self._children[service.name]
        while not abandon.is_set() and not service.is_ready(self.config, child):
            if child.exit_code is not None:
                raise LocalError(
                    _describe_failure(service, child, f"ended with code {child.exit_code} while starting")
                )
            if child.age > service.ready_timeout:
                raise LocalError(
                    _describe_failure(service, child, f"was not ready within {service.ready_timeout:.0f} s")
                )
            abandon.wait(_POLL)

    def _relaunch(self, name: str) -> None:
        self._launch(self._services[name])
        self._state_file.write(self.config.ports, self._children.copy(), ready=True)

    def _migrate_once(self) -> None:
        with self._schema:
            if not self._schema_current:
                self.manage("migrate", "--noinput")
                self._schema_current = True

    def _stop_one(self, name: str) -> None:
        service, child = self._services[name], self._children[name]
        if self._durable:
            child.stop(service.stop_signal, service.stop_timeout)
        else:
            child.kill()
        del self._children[name]


def _completed_future() -> "Future[None]":
    future: Future[None] = Future()
    future.set_result(None)
    return future


def _sort_by_dependency(services: Iterable[Service]) -> list[Service]:
    """Sort the services so that each follows its dependencies."""
    left = {service.name: service for service in services}
    ordered: list[Service] = []
    while left:
        free = [service for service in left.values() if not set(service.depends_on) & left.keys()]
        ordered += free
        for service in free:
            del left[service.name]
    return ordered


def _raise_first(futures: list["Future[None]"]) -> None:
    """Raise the failure of the service that started first: it caused the later ones."""
    for future in futures:
        problem = future.exception()
        if problem:
            raise problem


def _describe_failure(service: Service, child: ChildProcess, what: str) -> str:
    return f"{service.name} {what}. Its log, {child.log}, ends with:\n{child.tail() or '(nothing)'}"
