"""From an uploaded pack to a green suite, by the API, on the whole stack."""

import statistics
from datetime import datetime
from typing import Any

import pytest

from tests.engine.testing.conftest import ROWS, Tested, orders
from tests.polling import wait

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def job(shop: Tested) -> str:
    return shop.create_job("Tested")


@pytest.fixture(scope="module")
def pack(shop: Tested) -> str:
    return shop.pack("A hundred seconds", orders())


@pytest.fixture(scope="module")
def case(shop: Tested, job: str, pack: str) -> dict[str, Any]:
    return shop.case(job, pack)


def test_the_whole_way(shop: Tested, job: str, case: dict[str, Any]) -> None:
    """Run, see the late row, accept, pass, submit: the version's suite is green."""
    first = shop.run(case["id"])
    assert first["state"] == "finished", first["error"]
    assert first["result"]["inputs"] == {"orders": {"rows": ROWS}}
    assert {output["name"] for output in first["outputs"]} == {"city_topic", "city_table"}
    topic = next(output for output in first["outputs"] if output["name"] == "city_topic")
    assert (topic["count"], topic["node"]) == (300, "n3")
    assert len(topic["changes"]) == 100
    (late,) = first["result"]["late"]
    assert (late["source"], late["row"], late["node"]) == ("orders", ROWS - 1, "n2"), late
    assert first["counts"]["late"] == 1

    accepted = shop.post(f"runs/{first['id']}/accept/", {}, 200)
    assert {name: len(one["rows"]) for name, one in accepted["definition"]["expected"].items()} == {
        "city_topic": 300,
        "city_table": 300,
    }
    assert accepted["revision"] == case["revision"] + 1
    second = shop.run(case["id"])
    assert (second["state"], second["fresh"]) == ("passed", True), second
    version = shop.http.post(f"jobs/{job}/versions/", json={"comment": "tested"}, timeout=60).json()["number"]
    suite = shop.get(f"jobs/{job}/suite/?version={version}")
    assert (suite["state"], suite["cases"][0]["run"]) == ("green", second["id"])
    batch = shop.post(f"jobs/{job}/cases/run/", {"version": version}, 202)
    assert [shop.wait_until_over(run["id"])["state"] for run in batch["runs"]] == ["passed"]


def test_pages_of_an_output_and_its_file(shop: Tested, case: dict[str, Any]) -> None:
    run = shop.run(case["id"])
    page = shop.get(f"runs/{run['id']}/outputs/city_topic/?offset=250&limit=100")
    assert (page["kept"], len(page["changes"])) == (300, 50)
    file = shop.http.get(f"runs/{run['id']}/outputs/city_topic/download/")
    assert len(file.text.splitlines()) == 300


def test_questions_about_rows_and_what_the_suite_covers(shop: Tested, job: str, case: dict[str, Any]) -> None:
    run = shop.run(case["id"], coverage=True)
    made = _answer(shop, run["id"], output="city_topic", row=0)
    assert {row["source"] for row in made["rows"]} == {"orders"}
    cities = {row["values"]["city"] for row in made["rows"]}
    first = next(output for output in run["outputs"] if output["name"] == "city_topic")["changes"][0]["row"]
    assert (cities, len(made["rows"])) == ({first["city"]}, first["orders"])
    gone = _answer(shop, run["id"], source="orders", row=ROWS - 1)
    assert gone["late"]["node"] == "n2"
    found = shop.get(f"jobs/{job}/coverage/")
    assert (found["cases"], found["fresh"]) == (1, True)
    assert found["nodes"]["n1"] == {"name": "orders", "rows": ROWS}
    assert found["nodes"]["n2"]["rows"] == 300


def _answer(shop: Tested, run: str, **question: Any) -> dict[str, Any]:
    trace = shop.post(f"runs/{run}/traces/", question, 202)["id"]

    def look() -> dict[str, Any]:
        found: dict[str, Any] = shop.get(f"traces/{trace}/")
        return found if found["state"] in ("done", "error") else {}

    found = wait("the question is answered", look, 120, 0.1)
    assert found["state"] == "done", found["error"]
    answer: dict[str, Any] = found["answer"]
    return answer


def test_little_is_added_to_the_bench(shop: Tested, case: dict[str, Any]) -> None:
    """By the server's own times: no step from the click to the test worker and back waits for a clock."""
    waited, around = [], []
    for _ in range(9):
        run = shop.run(case["id"])
        created, started, ended = (
            datetime.fromisoformat(run[name]).timestamp() for name in ("created_at", "started_at", "ended_at")
        )
        waited.append(started - created)
        around.append(ended - started - run["milliseconds"] / 1000)
    assert statistics.median(waited) <= 0.5, waited
    assert statistics.median(around) <= 0.5, around
