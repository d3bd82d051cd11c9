"""A project with a job to test and a pack to feed it, on a running stack with test workers."""

import json
from typing import Any

import pytest

from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from tests.engine.shop import ORDERS, Shop
from tests.polling import wait

OVER = ("passed", "failed", "finished", "stopped", "error", "cancelled")
ROWS = 1000


class Tested(Shop):
    """A shop whose jobs are only tested: nothing is read from Kafka, nothing is written to a database."""

    __test__ = False  # nothing for pytest to collect

    def furnish(self) -> "Tested":
        """Data sources and tables, as far as the compiler wants them."""
        self._tables(*self._stores())
        return self

    def create_job(self, name: str, **settings: Any) -> str:
        """A job with a draft and no version."""
        job: str = self.post(f"projects/{self.project}/jobs/", {"name": name})["id"]
        self.save(job, self.graph(**settings))
        return job

    def pack(self, name: str, lines: list[dict[str, Any]]) -> str:
        """A pack of these rows, uploaded as a file."""
        data = "".join(json.dumps(line) + "\n" for line in lines).encode()
        answer = self.http.post(
            f"projects/{self.project}/packs/",
            data={"name": name, "columns": json.dumps(ORDERS), "event_time": "order_time"},
            files={"file": ("orders.jsonl", data)},
        )
        assert answer.status_code == 201, answer.text[:2000]
        return str(answer.json()["id"])

    def case(self, job: str, pack: str, name: str = "Orders", **definition: Any) -> dict[str, Any]:
        """A case that feeds the job with a pack as it was recorded."""
        inputs = {"orders": {"pack": pack, "arrival": {"mode": "recorded"}}}
        body = {"name": name, "definition": {"inputs": inputs, **definition}}
        found: dict[str, Any] = self.post(f"jobs/{job}/cases/", body, 201)
        return found

    def begin(self, case: str, **body: Any) -> str:
        """Ask for a run."""
        return str(self.post(f"cases/{case}/run/", body, 202)["id"])

    def wait_until_over(self, run: str, seconds: float = 120.0) -> dict[str, Any]:
        """The run once it is over."""

        def look() -> dict[str, Any]:
            found: dict[str, Any] = self.get(f"runs/{run}/")
            return found if found["state"] in OVER else {}

        try:
            return wait("the run is over", look, seconds, 0.1)
        except AssertionError:
            raise AssertionError(f"never over: {self.get(f'runs/{run}/')}") from None

    def run(self, case: str, **body: Any) -> dict[str, Any]:
        """Run a case and wait for it."""
        return self.wait_until_over(self.begin(case, **body))


def order(number: int, second: int) -> dict[str, Any]:
    """An order at a second of one hour."""
    return {
        "order_id": f"o{number}",
        "customer": f"c{number % 7}",
        "city": ("Rome", "Oslo", "Lima")[number % 3],
        "amount": f"{number % 100}.50",
        "currency": "EUR",
        "order_time": f"2026-01-01 10:{second // 60:02}:{second % 60:02}.000",
    }


def orders(count: int = ROWS) -> list[dict[str, Any]]:
    """Ten orders a second, and at the end one that comes far too late."""
    return [*(order(number, number // 10) for number in range(count - 1)), order(count - 1, 5)]


@pytest.fixture(scope="session")
def stack(running: Running) -> Stack:
    """Everything that tests of jobs need: no Kafka."""
    return running("postgres", "redis", "flink-test", "web", "worker", "planner", "bench", "beat")


@pytest.fixture(scope="module")
def shop(stack: Stack) -> Tested:
    """A tenant of its own."""
    return Tested(stack).furnish()
