"""The current code on a data folder of an earlier version: jobs, tests and secrets keep working."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from penstock.local.ports import find_free_port
from tests.engine.upgrade import folder
from tests.engine.upgrade.conftest import OldDeployment
from tests.polling import wait

pytestmark = pytest.mark.timeout(600)

# Fields that may differ: those that change with time, and by path those with the program's own sentences.
_VOLATILE = {"last_used_at"}
_VOLATILE_IN = {"bench": {"notes"}, "coverage": {"fresh"}}
OVER = ("passed", "failed", "finished", "stopped", "error", "cancelled")


def compare_answers(then: Any, now: Any, place: str, ignored: set[str]) -> Iterator[str]:
    """Yield where `now` lacks or changes something that `then` has; additions are fine."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key, value in then.items():
            if key not in ignored:
                yield from compare_answers(value, now.get(key, "(nothing)"), f"{place}.{key}", ignored)
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from compare_answers(one, other, f"{place}.{number}", ignored)
    elif then != now:
        yield f"{place}: {str(then)[:300]} became {str(now)[:300]}"


def test_the_running_job_is_adopted_and_not_submitted_again(old: OldDeployment) -> None:
    """It keeps its id and attempt, and can be operated: a savepoint of it completes."""
    running, job = old.facts["running"], old.facts["submission"]["jobId"]
    found = old.wait_for_state(running, "running")
    assert (found["flink_job_id"], found["attempt"], found["restarts"]) == (job, 1, 0)
    assert old.find_live_jobs("Orders per city v1") == [job]
    history = f"instances/{running}/history/?page_size=200"
    assert old.get(history)["results"] == folder.read_answers(old.values)[history]["results"]
    savepoint = old.post(f"instances/{running}/savepoints/")["id"]

    def is_completed() -> bool:
        found = {one["id"]: one for one in old.get(f"instances/{running}/savepoints/")["results"]}[savepoint]
        assert found["state"] != "failed", found["error"]
        return bool(found["state"] == "completed")

    wait("the savepoint", is_completed, 60)
    assert old.find_live_jobs("Orders per city v1") == [job]


def test_every_answer_is_as_before(old: OldDeployment) -> None:
    """Every GET of jobs, drafts, versions, diffs, packs, cases, runs, … has the answer that it had."""
    old.wait_for_state(old.facts["running"], "running")
    instance = f"instances/{old.facts['running']}/"
    differences = []
    for path, then in folder.read_answers(old.values).items():
        if path in {f"{instance}history/?page_size=200", f"{instance}savepoints/"}:
            continue  # the savepoint of the test above is in them
        answer = old.http.get(path)
        assert answer.status_code == 200, f"{path}: {answer.text[:500]}"
        more = [ignored for name, ignored in _VOLATILE_IN.items() if f"/{name}/" in f"/{path}"]
        differences += compare_answers(then, answer.json(), path, _VOLATILE.union(*more))
    assert differences == []


def test_tokens_and_passwords_still_sign_in(old: OldDeployment) -> None:
    for name in old.facts["tokens"]:
        assert old.make_client(name).get("session/").json()["user"]["username"] == name
    page = httpx.Client(base_url=old.stack.url("web"), trust_env=False)
    page.get("/")
    page.headers.update({"x-csrftoken": page.cookies["csrftoken"], "origin": old.stack.url("web")})
    answer = page.post("/api/session/", json={"username": "dev", "password": old.facts["password"]})
    assert answer.status_code == 200, answer.text


def test_secrets_of_data_sources_are_decrypted(old: OldDeployment) -> None:
    """The warehouse accepts the stored password; changing the others decrypts and encrypts them."""
    base, sources = f"projects/{old.project}/datasources", old.facts["sources"]
    assert "PostgreSQL" in old.post(f"{base}/{sources['warehouse']}/test/")["message"]
    names = old.get(f"{base}/{sources['shop-kafka']}/topics/")["names"]
    assert {"orders", "large_orders"} <= set(names)
    for name in ("partner-kafka", "reporting"):
        changed = old.make_client("admin").patch(
            f"{base}/{sources[name]}/", json={"secrets": {"password": "another"}}
        )
        assert changed.status_code == 200, changed.text


def test_the_suite_of_a_version_gives_the_same_verdicts(old: OldDeployment) -> None:
    """Stored verdicts stay valid, and new runs of the same content replace them."""
    job = old.jobs["main"]
    before = {number: old.get(f"jobs/{job}/suite/?version={number}") for number in (1, 2)}
    assert [before[number]["state"] for number in (1, 2)] == ["green", "red"]
    for number, then in before.items():
        batch = old.post(f"jobs/{job}/cases/run/", {"version": number, "coverage": True})["batch"]

        def get_finished(batch: str = batch) -> list[dict[str, Any]]:
            runs: list[dict[str, Any]] = old.get(f"jobs/{job}/runs/?batch={batch}")["results"]
            return runs if all(run["state"] in OVER for run in runs) else []

        runs = {run["case_name"]: run for run in wait("the suite is over", get_finished, 240, 0.2)}
        now = old.get(f"jobs/{job}/suite/?version={number}")
        errors = {name: run["error"] for name, run in runs.items()}
        assert {name: run["state"] for name, run in runs.items()} == {
            case["name"]: case["state"] for case in then["cases"]
        }, errors
        assert {case["name"]: case["run"] for case in now["cases"]} == {
            name: run["id"] for name, run in runs.items()
        }
        assert (now["state"], now["content_hash"]) == (then["state"], then["content_hash"])


def test_a_case_runs_on_the_draft(old: OldDeployment) -> None:
    (case,) = old.get(f"jobs/{old.jobs['large']}/cases/")["results"]
    run = old.post(f"cases/{case['id']}/run/")["id"]

    def get_finished() -> dict[str, Any]:
        found: dict[str, Any] = old.get(f"runs/{run}/")
        return found if found["state"] in OVER else {}

    found = wait("the run is over", get_finished, 120, 0.2)
    assert (found["state"], found["error"]) == ("passed", "")


def test_a_stopped_job_starts_from_its_old_savepoint(old: OldDeployment) -> None:
    """With its old bundle."""
    stopped = old.facts["stopped"]
    savepoints = old.get(f"instances/{stopped}/savepoints/")["results"]
    assert [(one["kind"], one["state"]) for one in savepoints] == [
        ("stop", "completed"),
        ("savepoint", "completed"),
    ]
    old.post(
        f"instances/{stopped}/start/", {"start": {"from": "savepoint", "savepoint": savepoints[0]["id"]}}
    )
    found = old.wait_for_state(stopped, "running")
    restored = old.flink.get(f"/jobs/{found['flink_job_id']}/checkpoints").json()["latest"]["restored"]
    assert restored["external_path"] == savepoints[0]["location"]
    old.stop(stopped)


def test_a_version_without_a_bundle_starts(old: OldDeployment) -> None:
    """Its bundle is built from the stored script."""
    old.stop(old.facts["running"])
    kept = {path.name for path in list_bundles(old)}
    body = {"version": 2, "environment": "test", "start": {"from": "earliest"}}
    instance = old.post(f"jobs/{old.jobs['main']}/instances/", body)["id"]
    old.wait_for_state(instance, "running")
    assert len({path.name for path in list_bundles(old)} - kept) == 1
    old.stop(instance)


def test_a_rebuilt_bundle_has_the_connectors_of_its_script(old: OldDeployment) -> None:
    """MySQL's driver is in it: with no server there, it is the driver that fails."""
    config = {"host": "127.0.0.1", "port": find_free_port(), "database": "reports", "username": "reports"}
    changed = old.make_client("admin").patch(
        f"projects/{old.project}/datasources/{old.facts['sources']['reporting']}/",
        json={"config": config, "secrets": {"password": "another"}},
    )
    assert changed.status_code == 200, changed.text
    instance = old.post(f"jobs/{old.jobs['mysql']}/instances/", {"version": 1, "environment": "test"})["id"]
    old.wait_for_state(instance, "restarting", "failed")
    traces = wait("its exception", lambda: old.get(f"instances/{instance}/exceptions/")["results"], 60)
    assert "com.mysql.cj" in traces[0]["trace"]
    old.stop(instance)


def test_seeding_the_demo_again_creates_nothing(old: OldDeployment) -> None:
    paths = [f"projects/{old.project}/{what}/" for what in ("tree", "tables", "datasources", "packs")]
    before = [_list_names(old.get(path)) for path in paths]
    old.stack.manage("seed_demo")
    assert [_list_names(old.get(path)) for path in paths] == before


def list_bundles(old: OldDeployment) -> list[Path]:
    """The bundles in the folder now."""
    return list(Path(old.stack.env["PENSTOCK_BUNDLES"]).glob("*.jar"))


def _list_names(answer: Mapping[str, Any]) -> list[str]:
    rows = [row for part in answer.values() if isinstance(part, list) for row in part]
    return sorted(f"{row['id']} {row['name']}" for row in rows)
