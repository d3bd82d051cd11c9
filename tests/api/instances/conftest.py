"""A project with a version to run, and a stand-in cluster that keeps Flink's promises and breaks on demand.

The stand-in exists for faults that a real cluster can't be made to show on demand, many times; what
a real one does is tested in tests/engine.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.environments.models import Environment
from apps.instances.models import Instance
from apps.jobs.models import Draft, Job, Version
from apps.projects.models import Membership, Project, Tenant

GRAPH: dict[str, Any] = {"version": 1, "settings": {"parallelism": 1}, "nodes": [], "edges": [], "notes": []}
SCRIPT: dict[str, Any] = {
    "version": 1,
    "settings": {},
    "statements": [],
    "requirements": {"connectors": [], "jars": [], "functions": []},
}
# As our own runtime hands it on: by its message, without the class of the exception.
DUPLICATE = (
    "x.RestHandlerException: no\nCaused by: io.penstock.sdk.JobStartException: "
    "The job cannot be started: Failed to execute sql ← "
    "Failed to execute job 'j'. ← Job has already been submitted."
)


@dataclass
class FakeFlink:
    """Jobs, triggers and slots as Flink keeps them. `faults` are used up by `run`, one per call.

    before: the connection breaks, nothing was done. after: done, but the answer is lost.
    late: the answer is lost, and the job appears only at the next `run` or `arrive()`.
    """

    savepoints: Path
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    triggers: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: deque[str] = field(default_factory=deque)
    under_way: list[str] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    slots_free: int = 8
    incarnation: int = 1
    forget_triggers: bool = False
    checkpoint: str = ""
    away: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)
    url: str = ""

    def alive(self) -> list[str]:
        """Jobs that aren't terminal."""
        return [
            key for key, job in self.jobs.items() if job["state"] not in {"FINISHED", "FAILED", "CANCELED"}
        ]

    def arrive(self) -> None:
        """A submission that everybody took for lost comes through."""
        for job in self.under_way:
            self._start(job)
        self.under_way.clear()

    def restart_empty(self) -> None:
        """Another JobManager process, without memory."""
        self.jobs.clear()
        self.triggers.clear()
        self.incarnation += 1

    def run(self, body: dict[str, Any]) -> tuple[int, Any] | None:
        """`POST /jars/x/run`; None is a broken connection."""
        fault = self.faults.popleft() if self.faults else ""
        self.bodies.append(body)
        job = body["jobId"]
        if fault == "before":
            return None
        if fault == "refuse":
            return 400, {"errors": ["a.b.ValidationException: the sink doesn't exist"]}
        self.arrive()
        if job in self.jobs:
            return 400, {"errors": [DUPLICATE]}
        if fault == "late":
            self.under_way.append(job)
            return None
        self._start(job)
        return None if fault == "after" else (200, {"jobid": job})

    def _start(self, job: str) -> None:
        if job not in self.jobs:
            self.started.append(job)
            tasks = {"total": 1, "running": 1}
            self.jobs[job] = {"jid": job, "name": "j", "state": "RUNNING", "start-time": 1, "tasks": tasks}

    def end(self, job: str, state: str) -> None:
        """Bring a job to a terminal state."""
        self.jobs[job] |= {"state": state, "end-time": 2, "tasks": {"total": 1}}

    def trigger(self, job: str, trigger: str, directory: str, stop: bool) -> tuple[int, Any]:
        """Savepoint, with or without a stop; one per trigger id."""
        if trigger not in self.triggers:
            place = Path(directory.removeprefix("file://")) / f"savepoint-{trigger[:6]}"
            place.mkdir(parents=True)
            (place / "_metadata").write_bytes(b"x")
            self.triggers[trigger] = {"location": f"file:{place}"}
            if stop:
                self.end(job, "FINISHED")
        return 202, {"request-id": trigger}

    def answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any] | None:
        """One request."""
        with self.lock:
            if self.away:
                return None
            return self._answer(method, path.split("?")[0], body)

    def _answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any] | None:
        missing = 404, {"errors": ["x.NotFoundException: Job could not be found."]}
        match method, path.strip("/").split("/"):
            case "GET", ["overview"]:
                free, total = self.slots_free, 8
                return 200, {
                    "flink-version": "1.20.5",
                    "taskmanagers": 1,
                    "slots-total": total,
                    "slots-available": free,
                }
            case "GET", ["jobmanager", "config"]:
                values = {
                    "web.tmpdir": f"/tmp/flink-web-{self.incarnation}",
                    "execution.checkpointing.savepoint-dir": self.savepoints.as_uri(),
                }
                return 200, [{"key": key, "value": value} for key, value in values.items()]
            case "GET", ["jobs", "overview"]:
                return 200, {"jobs": list(self.jobs.values())}
            case "GET", ["jars"]:
                return 200, {"files": []}
            case "POST", ["jars", "upload"]:
                return 200, {"filename": "/u/a.jar"}
            case "POST", ["jars", _, "run"]:
                return self.run(body)
            case "PATCH", ["jobs", job]:
                if job not in self.alive():
                    return missing
                self.end(job, "CANCELED")
                return 202, {}
            case "GET", ["jobs", job, "checkpoints"]:
                if job not in self.jobs:
                    return missing
                done = {"id": 1, "latest_ack_timestamp": 1, "external_path": self.checkpoint}
                return 200, {"history": [], "latest": {"completed": done if self.checkpoint else None}}
            case "GET", ["jobs", _, "exceptions"]:
                trace = "a.RuntimeException: outer\nCaused by: b.IllegalStateException: the disk is full"
                return 200, {"exceptionHistory": {"entries": [{"stacktrace": trace}]}}
            case "POST", ["jobs", job, "savepoints"]:
                return self.trigger(job, body["triggerId"], body["target-directory"], stop=False)
            case "POST", ["jobs", job, "stop"]:
                return self.trigger(job, body["triggerId"], body["targetDirectory"], stop=True)
            case "GET", ["jobs", _, "savepoints", trigger]:
                if self.forget_triggers or trigger not in self.triggers:
                    return 404, {"errors": ["x.RestHandlerException: There is no savepoint operation"]}
                return 200, {"status": {"id": "COMPLETED"}, "operation": self.triggers[trigger]}
        return missing


@pytest.fixture
def flink(tmp_path: Path) -> Iterator[FakeFlink]:
    """The stand-in, listening."""
    fake = FakeFlink(tmp_path / "savepoints")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length", 0)))
            is_json = re.match("application/json", self.headers.get("content-type", ""))
            answer = fake.answer(self.command, self.path, json.loads(raw) if is_json else {})
            if answer is None:
                self.close_connection = True
                return
            body = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = _any  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Be silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield fake
    server.shutdown()
    server.server_close()


@dataclass
class World:
    """Who and what the tests are about."""

    project: Project
    job: Job
    version: Version
    test: Environment
    users: dict[str, User]

    def client(self, name: str) -> APIClient:
        """An API client of a user by name."""
        client = APIClient()
        client.force_authenticate(self.users[name])
        return client

    def start(self, name: str = "dev", **body: Any) -> Any:
        """Run version 1 in test."""
        return self.client(name).post(
            f"/api/jobs/{self.job.pk}/instances/", {"version": 1, **body}, format="json"
        )

    def instance(self) -> Instance:
        """The one instance."""
        return Instance.objects.get()


def tenant_with_job(name: str, url: str) -> World:
    """A tenant, a project with people in each role that matters, and a version."""
    tenant = Tenant.objects.create(name=name)
    project = Project.objects.create(tenant=tenant, name="Shop")
    environments = {
        each: Environment.objects.create(
            project=project, name=each, url=url, ui_url="http://flink.example/ui/"
        )
        for each in Environment.Name.values
    }
    users = {}
    for role, roles in {"dev": ["developer"], "ops": ["operator"], "viewer": ["viewer"], "none": []}.items():
        users[role] = User.objects.create_user(f"{role}-{name}", None, tenant=tenant)
        if roles:
            Membership.objects.create(project=project, user=users[role], roles=roles)
    job = Job.objects.create(project=project, name="Orders per city", created_by=users["dev"], last_number=1)
    Draft.objects.create(job=job, graph=GRAPH, saved_by=users["dev"])
    version = Version.objects.create(
        job=job, number=1, graph=GRAPH, script=SCRIPT, created_by=users["dev"], content_hash="0" * 64
    )
    return World(project, job, version, environments["test"], users)


@pytest.fixture
def world(flink: FakeFlink, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """One tenant; bundles go to a folder of the test. Tasks are run by the tests themselves."""
    settings.BUNDLES = tmp_path / "bundles"
    sent: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(
        "celery.app.base.Celery.send_task", lambda self, name, args=None, **_: sent.append((name, args))
    )
    return tenant_with_job("Acme", flink.url)


@pytest.fixture
def other(world: World, flink: FakeFlink) -> World:
    """Another tenant on the same cluster."""
    return tenant_with_job("Globex", flink.url)


@pytest.fixture
def together() -> Callable[..., list[Any]]:
    """Run functions at the same moment, each in a thread with a database connection of its own."""
    from django.db import connection

    def run(*functions: Callable[[], Any]) -> list[Any]:
        barrier, results = threading.Barrier(len(functions)), [None] * len(functions)

        def one(index: int, function: Callable[[], Any]) -> None:
            try:
                barrier.wait(10)
                results[index] = function()
            except Exception as error:
                results[index] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=(i, f)) for i, f in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return results

    return run
