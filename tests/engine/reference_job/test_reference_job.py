"""The main job, end to end, by token only: draw, check, submit, run, see rows, savepoint, stop, continue."""

from typing import Any

import pytest

from tests.engine.shop import SQL, Shop
from tests.polling import wait

BROKEN = SQL.replace("city, COUNT", "town, COUNT")


def rows(shop: Shop, job: str, node: str) -> list[Any]:
    """What the page's preview of a node shows."""
    found: list[Any] = shop.post(f"jobs/{job}/preview/", {"node": node, "limit": 50})["rows"]
    return found


@pytest.mark.timeout(600)
def test_the_main_job(shop: Shop) -> None:
    job = shop.post(f"projects/{shop.project}/jobs/", {"name": "Orders per city"})["id"]

    # A typo is found on its node, with line and column.
    shop.save(job, shop.graph(BROKEN))
    report = shop.post(f"jobs/{job}/check/")
    assert not report["ok"]
    problem = next(p for p in report["problems"] if p["severity"] == "error")
    assert (problem["node"], problem["field"], problem["line"]) == ("n2", "sql", 1), problem
    assert problem["column"] == BROKEN.index("town") + 1
    refused = shop.post(f"jobs/{job}/versions/", {"comment": "broken"}, 400)
    assert refused["error"]["problems"]

    # Corrected: columns on the node, SQL to read, rows of the source.
    shop.save(job, shop.graph())
    report = shop.post(f"jobs/{job}/check/")
    assert report["ok"], report
    assert [column["name"] for column in report["nodes"]["n2"]["columns"]] == [
        "window_start",
        "city",
        "orders",
        "amount",
    ]
    assert "EXECUTE STATEMENT SET" in shop.get(f"jobs/{job}/sql/")["sql"]
    wait("rows of the source", lambda: rows(shop, job, "n1"))
    assert shop.post(f"jobs/{job}/versions/", {"comment": "first"})["number"] == 1

    # The test run, and what comes out of it.
    instance = shop.start(job)["id"]
    running = shop.until(instance, "running")
    assert running["ui_url"].endswith(f"/#/job/running/{running['flink_job_id']}/overview")
    assert shop.cluster.jobs()[running["flink_job_id"]].all_running
    wait("rows in the topic", lambda: rows(shop, job, "n3"), 90)
    wait("rows in the table", lambda: rows(shop, job, "n4"), 90)
    figures = wait("figures on the edges", lambda: flowing(shop, instance), 90)
    assert figures["n1"]["out"] > 0

    # A savepoint while it runs, then a stop with one.
    taken = shop.post(f"instances/{instance}/savepoints/", expect=202)
    assert taken["state"] == "pending"
    done = wait("the savepoint", lambda: completed(shop, instance, taken["id"]))
    assert taken["id"] in {done["id"]}
    assert shop.instance(instance)["observed"] == "running"
    stopped = shop.stop(instance, savepoint=True)
    assert (stopped["desired"], stopped["error"]) == ("stopped", None)
    last = shop.get(f"instances/{instance}/savepoints/")["results"][0]
    assert (last["kind"], last["state"]) == ("stop", "completed")

    # On from there.
    start = {"start": {"from": "savepoint", "savepoint": last["id"]}}
    shop.post(f"instances/{instance}/start/", start, 202)
    again = shop.until(instance, "running")
    assert again["attempt"] == 2
    assert again["flink_job_id"] != running["flink_job_id"]
    restored = shop.cluster.http.get(f"/jobs/{again['flink_job_id']}/checkpoints")["latest"]["restored"]
    assert restored["external_path"] == last["location"]
    assert restored["is_savepoint"]
    shop.stop(instance)

    # Version 2 against version 1.
    shop.save(job, shop.graph(SQL.replace("'1' SECOND", "'2' SECOND")))
    assert shop.post(f"jobs/{job}/versions/", {"comment": "second"})["number"] == 2
    difference = shop.get(f"jobs/{job}/diff/?from=1&to=2")
    assert "'2' SECOND" in str(difference)
    assert not shop.jobs_alive(instance)


def flowing(shop: Shop, instance: str) -> dict[str, Any] | None:
    """The figures once something flows in at the source and out at both sinks."""
    nodes: dict[str, Any] = shop.get(f"instances/{instance}/metrics/")["nodes"]
    ends = [nodes["n1"]["out"], nodes["n3"]["in"], nodes["n4"]["in"]]
    return nodes if all(ends) else None


def completed(shop: Shop, instance: str, savepoint: str) -> dict[str, Any] | None:
    """The savepoint once it is complete."""
    found = [
        one for one in shop.get(f"instances/{instance}/savepoints/")["results"] if one["id"] == savepoint
    ]
    assert found[0]["state"] != "failed", found
    return found[0] if found[0]["state"] == "completed" else None
