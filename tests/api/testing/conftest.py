"""A job with a case, and a test client with invented answers. What a real one does: tests/engine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from apps.jobs.models import Draft
from apps.packs import storage
from apps.packs.models import Pack, PackVersion
from apps.testing import worker_pool
from apps.testing.models import Case, Run
from apps.testing.services import executor
from penstock.testbench.model import TestResult, TestRun
from penstock.testkit.comparison import compare
from tests.api.factories import Room, World, graph

COLUMNS = [{"name": "order_id", "type": "STRING"}, {"name": "order_time", "type": "TIMESTAMP(3)"}]


def changes(*ids: str) -> list[dict[str, Any]]:
    """Insertions of these orders."""
    return [
        {"kind": "+I", "row": {"order_id": one}, "line": n, "from": {"source": "orders", "row": n}}
        for n, one in enumerate(ids)
    ]


@dataclass
class Lab:
    """The room, its case, and what the test client will answer. `seen` are the test runs that it got."""

    room: Room
    pack: Pack
    rows: list[dict[str, Any]] = field(default_factory=lambda: changes("a", "b"))
    seen: list[TestRun] = field(default_factory=list)
    during: Callable[[], None] = lambda: None
    answer: Callable[[TestRun], TestResult] | None = None

    def definition(self, **more: Any) -> dict[str, Any]:
        """What feeds the one source, and more."""
        return {"inputs": {"orders": {"pack": str(self.pack.pk)}}, **more}

    def case(self, name: str = "Fed", **more: Any) -> dict[str, Any]:
        """A new case, by the API."""
        body = {"name": name, "definition": self.definition(**more)}
        answer = self.room.client.post(f"/api/jobs/{self.room.job.pk}/cases/", body)
        assert answer.status_code == 201, answer.content
        return dict(answer.json())

    def begin(self, case: str, **body: Any) -> str:
        """Ask for a run."""
        answer = self.room.client.post(f"/api/cases/{case}/run/", body)
        assert answer.status_code == 202, answer.content
        return str(answer.json()["id"])

    def run(self, case: str, **body: Any) -> dict[str, Any]:
        """A run, done."""
        id_ = self.begin(case, **body)
        executor.run_execute(id_)
        return self.get(f"runs/{id_}")

    def get(self, path: str) -> dict[str, Any]:
        """GET below /api/."""
        answer = self.room.client.get(f"/api/{path}/")
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    def suite(self, version: int) -> dict[str, Any]:
        """The state of a version's suite."""
        return dict(self.room.client.get(f"/api/jobs/{self.room.job.pk}/suite/?version={version}").json())

    def repack(self, text: bytes = b'{"order_id":"z","order_time":"2026-01-02 03:04:05"}\n') -> None:
        """Another version of the pack."""
        self.pack.last_number += 1
        self.pack.save()
        add_version(self.pack, text)

    def expected(self, *ids: str) -> dict[str, Any]:
        """The sink's rows to expect."""
        return {"shown": {"rows": [{"order_id": one} for one in ids]}}

    def run_test(self, _client: Any, test_run: TestRun, _cluster: str, **_: Any) -> TestResult:
        """In place of `penstock.testbench.runner.run`."""
        self.seen.append(test_run)
        self.during()
        if self.answer is not None:
            return self.answer(test_run)
        found = {name: compare(one, self.rows) for name, one in test_run.case.expected.items()}
        state: Any = "finished"
        if found:
            state = "passed" if all(one.ok for one in found.values()) else "failed"
        output = {"columns": COLUMNS[:1], "key": [], "count": len(self.rows), "changes": self.rows}
        return TestResult(
            state,
            outputs={"shown": output},
            comparisons=found,
            inputs={"orders": {"rows": 1}},
            milliseconds=12,
            planning_ms=3,
        )


class FakePool:
    """A pool that needs no process."""

    @contextmanager
    def acquire(self) -> Iterator[None]:
        """Nothing, at once."""
        yield None


@pytest.fixture
def lab(world: World, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """The shop's job, fed by its pack."""
    made = Lab(world.shop, world.shop.pack)
    drawn = {**graph(datasource=world.shop.datasource.name), "settings": {"time": "event"}}
    Draft.objects.filter(job=world.shop.job).update(graph=drawn)
    monkeypatch.setattr(executor.runner, "run", made.run_test)
    monkeypatch.setattr(worker_pool, "get_pool", lambda _engine: FakePool())
    return made


def add_version(pack: Pack, text: bytes) -> None:
    """The next version of a pack, with this content."""
    with storage.draft() as draft:
        draft.write(text)
        draft.finish()
        PackVersion.objects.create(
            pack=pack, number=pack.last_number, sha256=draft.sha256, rows=1, bytes=draft.bytes,
            origin="grid", layout={}, created_by=pack.created_by,
        )  # fmt: skip
        draft.keep()


def row(run: dict[str, Any]) -> Run:
    """The run's row."""
    return Run.objects.get(pk=run["id"])


def case_row(case: dict[str, Any]) -> Case:
    """The case's row."""
    return Case.objects.get(pk=case["id"])
