"""A data folder that an earlier Penstock left opens; its jobs, tests and secrets go on working."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from penstock.local.ports import free_port
from tests.engine.upgrade import folder
from tests.engine.upgrade.conftest import OldFolder
from tests.polling import wait

pytestmark = pytest.mark.timeout(600)

# By path, what may differ: what is looked up now, or written in the program's own words.
_NOW = {"last_used_at"}
_WORDS = {"bench": {"notes"}, "coverage": {"fresh"}}
OVER = ("passed", "failed", "finished", "stopped", "error", "cancelled")


def lost(then: Any, now: Any, place: str, ignored: set[str]) -> Iterator[str]:
    """The places in which an answer of today lacks or changes something of the old one; more is fine."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key, value in then.items():
            if key not in ignored:
                yield from lost(value, now.get(key, "(nothing)"), f"{place}.{key}", ignored)
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from lost(one, other, f"{place}.{number}", ignored)
    elif then != now:
        yield f"{place}: {str(then)[:300]} became {str(now)[:300]}"


def test_the_running_job_is_adopted_and_not_submitted_again(old: OldFolder) -> None:
    """It goes on under its id, as the same attempt, and obeys: a savepoint is taken of it."""
    running, job = old.facts["running"], old.facts["submission"]["jobId"]
    found = old.until(running, "running")
    assert (found["flink_job_id"], found["attempt"], found["restarts"]) == (job, 1, 0)
    assert old.alive("Orders per city v1") == [job]
    history = f"instances/{running}/history/?page_size=200"
    assert old.get(history)["results"] == folder.answers(old.places)[history]["results"]
    savepoint = old.post(f"instances/{running}/savepoints/")["id"]

    def taken() -> bool:
        found = {one["id"]: one for one in old.get(f"instances/{running}/savepoints/")["results"]}[savepoint]
        assert found["state"] != "failed", found["error"]
        return bool(found["state"] == "completed")

    wait("the savepoint", taken, 60)
    assert old.alive("Orders per city v1") == [job]


def test_everything_opens_as_it_was(old: OldFolder) -> None:
    """Jobs, drafts, versions, differences, packs, cases, runs with results, … as they were answered then."""
    old.until(old.facts["running"], "running")
    instance = f"instances/{old.facts['running']}/"
    differences = []
    for path, then in folder.answers(old.places).items():
        if path in {f"{instance}history/?page_size=200", f"{instance}savepoints/"}:
            continue  # the savepoint of the test above is in them
        answer = old.http.get(path)
        assert answer.status_code == 200, f"{path}: {answer.text[:500]}"
        words = [ignored for name, ignored in _WORDS.items() if f"/{name}/" in f"/{path}"]
        differences += lost(then, answer.json(), path, _NOW.union(*words))
    assert differences == []


def test_tokens_and_passwords_still_sign_in(old: OldFolder) -> None:
    for name in old.facts["tokens"]:
        assert old.client(name).get("session/").json()["user"]["username"] == name
    page = httpx.Client(base_url=old.stack.url("web"), trust_env=False)
    page.get("/")
    page.headers.update({"x-csrftoken": page.cookies["csrftoken"], "origin": old.stack.url("web")})
    answer = page.post("/api/session/", json={"username": "dev", "password": old.facts["password"]})
    assert answer.status_code == 200, answer.text


def test_secrets_of_data_sources_are_read(old: OldFolder) -> None:
    """The warehouse lets in whoever has the kept password; the others are opened to be sealed again."""
    base, sources = f"projects/{old.project}/datasources", old.facts["sources"]
    assert "PostgreSQL" in old.post(f"{base}/{sources['warehouse']}/test/")["message"]
    names = old.get(f"{base}/{sources['shop-kafka']}/topics/")["names"]
    assert {"orders", "large_orders"} <= set(names)
    for name in ("partner-kafka", "reporting"):
        changed = old.client("admin").patch(
            f"{base}/{sources[name]}/", json={"secrets": {"password": "another"}}
        )
        assert changed.status_code == 200, changed.text


def test_the_suite_of_a_version_gives_the_same_verdicts(old: OldFolder) -> None:
    """Green stays green without a run; a run today decides about the very same content."""
    job = old.jobs["main"]
    before = {number: old.get(f"jobs/{job}/suite/?version={number}") for number in (1, 2)}
    assert [before[number]["state"] for number in (1, 2)] == ["green", "red"]
    for number, then in before.items():
        batch = old.post(f"jobs/{job}/cases/run/", {"version": number, "coverage": True})["batch"]

        def over(batch: str = batch) -> list[dict[str, Any]]:
            runs: list[dict[str, Any]] = old.get(f"jobs/{job}/runs/?batch={batch}")["results"]
            return runs if all(run["state"] in OVER for run in runs) else []

        runs = {run["case_name"]: run for run in wait("the suite is over", over, 240, 0.2)}
        now = old.get(f"jobs/{job}/suite/?version={number}")
        assert {case["name"]: case["run"] for case in now["cases"]} == {
            name: run["id"] for name, run in runs.items()
        }
        assert {name: run["state"] for name, run in runs.items()} == {
            case["name"]: case["state"] for case in then["cases"]
        }
        assert (now["state"], now["content_hash"]) == (then["state"], then["content_hash"])


def test_a_case_runs_on_the_draft(old: OldFolder) -> None:
    (case,) = old.get(f"jobs/{old.jobs['large']}/cases/")["results"]
    run = old.post(f"cases/{case['id']}/run/")["id"]

    def over() -> dict[str, Any]:
        found: dict[str, Any] = old.get(f"runs/{run}/")
        return found if found["state"] in OVER else {}

    found = wait("the run is over", over, 120, 0.2)
    assert (found["state"], found["error"]) == ("passed", "")


def test_a_stopped_job_starts_from_its_old_savepoint(old: OldFolder) -> None:
    """From the bundle that is in the folder."""
    stopped = old.facts["stopped"]
    savepoints = old.get(f"instances/{stopped}/savepoints/")["results"]
    assert [(one["kind"], one["state"]) for one in savepoints] == [
        ("stop", "completed"),
        ("savepoint", "completed"),
    ]
    old.post(
        f"instances/{stopped}/start/", {"start": {"from": "savepoint", "savepoint": savepoints[0]["id"]}}
    )
    found = old.until(stopped, "running")
    restored = old.flink.get(f"/jobs/{found['flink_job_id']}/checkpoints").json()["latest"]["restored"]
    assert restored["external_path"] == savepoints[0]["location"]
    old.stop(stopped)


def test_a_version_starts_whose_bundle_is_gone(old: OldFolder) -> None:
    """Its bundle is built again from the stored script."""
    old.stop(old.facts["running"])
    kept = {path.name for path in bundles(old)}
    body = {"version": 2, "environment": "test", "start": {"from": "earliest"}}
    instance = old.post(f"jobs/{old.jobs['main']}/instances/", body)["id"]
    old.until(instance, "running")
    assert len({path.name for path in bundles(old)} - kept) == 1
    old.stop(instance)


def test_a_version_of_then_brings_its_connectors(old: OldFolder) -> None:
    """MySQL's driver is in the bundle that is built now: it is what fails, for want of a server."""
    config = {"host": "127.0.0.1", "port": free_port(), "database": "reports", "username": "reports"}
    changed = old.client("admin").patch(
        f"projects/{old.project}/datasources/{old.facts['sources']['reporting']}/",
        json={"config": config, "secrets": {"password": "another"}},
    )
    assert changed.status_code == 200, changed.text
    instance = old.post(f"jobs/{old.jobs['mysql']}/instances/", {"version": 1, "environment": "test"})["id"]
    old.until(instance, "restarting", "failed")
    traces = wait("its exception", lambda: old.get(f"instances/{instance}/exceptions/")["results"], 60)
    assert "com.mysql.cj" in traces[0]["trace"]
    old.stop(instance)


def test_the_demo_finds_its_data_and_makes_nothing_twice(old: OldFolder) -> None:
    paths = [f"projects/{old.project}/{what}/" for what in ("tree", "tables", "datasources", "packs")]
    before = [_names(old.get(path)) for path in paths]
    old.stack.manage("seed_demo")
    assert [_names(old.get(path)) for path in paths] == before


def bundles(old: OldFolder) -> list[Path]:
    """The bundles in the folder now."""
    return list(Path(old.stack.env["PENSTOCK_BUNDLES"]).glob("*.jar"))


def _names(answer: Mapping[str, Any]) -> list[str]:
    rows = [row for part in answer.values() if isinstance(part, list) for row in part]
    return sorted(f"{row['id']} {row['name']}" for row in rows)
