"""Cases: created, changed, deleted; their packs stay, and what no longer fits is reported."""

from typing import Any

import pytest
from django.db.models import ProtectedError

from apps.jobs.models import Draft
from apps.packs.models import Pack
from apps.testing.models import Case
from tests.api.factories import CANARY_ROW, client, graph
from tests.api.testing.conftest import Lab, add_version, case_row


def test_a_case_is_complete_and_comes_last(lab: Lab) -> None:
    made = lab.case()
    assert made["definition"]["limits"] == {"seconds": 30, "rows": 100_000, "megabytes": 8}
    assert (made["revision"], made["position"], made["last_run"], made["problems"]) == (1, 1, None, [])
    listed = lab.get(f"jobs/{lab.room.job.pk}/cases")["results"]
    assert [case["name"] for case in listed] == ["One order", "Fed"]
    assert listed[0]["last_run"]["id"] == str(lab.room.run.pk)


def test_a_stale_change_is_refused(lab: Lab) -> None:
    made = lab.case()
    at = f"/api/cases/{made['id']}/"
    first = lab.room.client.patch(at, {"revision": 1, "name": "Mine"})
    assert (first.status_code, first.json()["revision"], first.json()["name"]) == (200, 2, "Mine")
    second = lab.room.client.patch(at, {"revision": 1, "name": "Yours"})
    assert (second.status_code, second.json()["error"]["code"]) == (409, "stale-case")
    assert case_row(made).name == "Mine"


def test_two_cases_of_a_job_have_two_names(lab: Lab) -> None:
    lab.case()
    body = {"name": "Fed", "definition": {}}
    answer = lab.room.client.post(f"/api/jobs/{lab.room.job.pk}/cases/", body)
    assert answer.status_code == 409
    assert "test case of this name" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("definition", "field"),
    [
        ({"inputs": {"orders": {"pack": "nothing"}}}, "definition.inputs.orders.pack"),
        ({"limits": {"seconds": 0}}, "definition.limits.seconds"),
        ({"limits": {"seconds": 301}}, "definition.limits.seconds"),
        ({"limits": {"rows": 100_001}}, "definition.limits.rows"),
        ({"limits": {"megabytes": 9}}, "definition.limits.megabytes"),
        ({"expected": {"shown": {"mode": "sideways"}}}, "definition.expected.shown.mode"),
        ({"suspected": {}}, "definition.suspected"),
        ([], "definition.case"),
    ],
)
def test_what_is_wrong_is_named(lab: Lab, definition: Any, field: str) -> None:
    body = {"name": "Wrong", "definition": definition}
    answer = lab.room.client.post(f"/api/jobs/{lab.room.job.pk}/cases/", body)
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])


def test_a_foreign_pack_is_unknown(lab: Lab, world: Any) -> None:
    for room in (world.office, world.foreign):
        inputs = {"orders": {"pack": str(room.pack.pk)}}
        body = {"name": "Spy", "definition": {"inputs": inputs}}
        for path in ("cases/", "runs/"):
            answer = lab.room.client.post(f"/api/jobs/{lab.room.job.pk}/{path}", body)
            assert answer.status_code == 400
            assert list(answer.json()["error"]["fields"]) == ["definition.inputs.orders.pack"]
        timeline = {"inputs": inputs}
        answer = lab.room.client.post(f"/api/jobs/{lab.room.job.pk}/timeline/", timeline)
        assert answer.status_code == 400


def test_a_pack_that_feeds_a_case_stays(lab: Lab) -> None:
    made = lab.case()
    at = f"/api/packs/{lab.pack.pk}/"
    refused = lab.room.client.delete(at)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "in-use")
    assert "“Fed” of the job “Orders”" in refused.json()["error"]["message"]
    assert lab.room.client.get(at).json()["used_by"] == 1
    with pytest.raises(ProtectedError):
        Pack.objects.get(pk=lab.pack.pk).delete()
    free = {"revision": made["revision"], "definition": {}}
    assert lab.room.client.patch(f"/api/cases/{made['id']}/", free).status_code == 200
    assert lab.room.client.delete(at).status_code == 204


def test_a_deleted_case_or_job_lets_its_pack_go(lab: Lab) -> None:
    one, _ = lab.case(), lab.case("Other")
    assert lab.room.client.delete(f"/api/cases/{one['id']}/").status_code == 204
    assert lab.room.client.get(f"/api/packs/{lab.pack.pk}/").json()["used_by"] == 1
    assert lab.room.client.delete(f"/api/jobs/{lab.room.job.pk}/").status_code == 204
    assert not Case.objects.filter(job=lab.room.job).exists()
    assert lab.room.client.delete(f"/api/packs/{lab.pack.pk}/").status_code == 204


def test_names_that_the_draft_lost_are_kept_and_reported(lab: Lab) -> None:
    made = lab.case(expected=lab.expected("a"))
    changed = graph(datasource=lab.room.datasource.name)
    changed["nodes"][0]["name"], changed["nodes"][1]["name"] = "purchases", "printed"
    Draft.objects.filter(job=lab.room.job).update(graph=changed)
    answer = lab.get(f"cases/{made['id']}")
    assert set(answer["definition"]["expected"]) == {"shown"}
    found = {(problem["code"], problem["field"]) for problem in answer["problems"]}
    assert found == {
        ("unknown-source", "inputs.orders"),
        ("unknown-expected", "expected.shown"),
        ("missing-pack", "inputs.purchases"),
    }


def test_whoever_may_not_see_data_sees_no_rows(lab: Lab) -> None:
    made = lab.case(expected=lab.expected(CANARY_ROW))
    viewer = client(lab.room.member("viewer"))
    run = lab.room.run.pk
    paths = (
        f"cases/{made['id']}",
        f"runs/{run}",
        f"jobs/{lab.room.job.pk}/cases",
        f"jobs/{lab.room.job.pk}/runs",
    )
    for path in paths:
        answer = viewer.get(f"/api/{path}/")
        assert answer.status_code == 200
        assert CANARY_ROW not in answer.content.decode()
    assert viewer.get(f"/api/runs/{run}/").json()["rows_hidden"] is True
    for path in (
        f"runs/{run}/outputs/shown",
        f"runs/{run}/outputs/shown/download",
        f"traces/{lab.room.trace.pk}",
    ):
        assert viewer.get(f"/api/{path}/").status_code == 403
    assert CANARY_ROW in lab.room.client.get(f"/api/runs/{run}/").content.decode()


def test_what_can_be_tested(lab: Lab) -> None:
    found = lab.get(f"jobs/{lab.room.job.pk}/bench")
    (source,) = found["sources"]
    assert (source["name"], source["node"], source["event_time"]) == ("orders", "n1", "order_time")
    assert [column["name"] for column in source["columns"]] == ["order_id", "order_time"]
    assert [(sink["name"], sink["mode"]) for sink in found["sinks"]] == [("shown", "all")]
    assert found["taps"] == [{"name": "orders", "node": "n1"}]
    assert lab.room.client.get(f"/api/jobs/{lab.room.job.pk}/bench/?version=99").status_code == 404


def test_the_picture_of_arrivals(lab: Lab) -> None:
    lab.pack.last_number = 2
    lab.pack.save()
    lines = [
        f'{{"order_id":"{n}","order_time":"2026-01-01 00:00:{at:02}"}}' for n, at in enumerate((5, 9, 7))
    ]
    add_version(lab.pack, "\n".join(lines).encode() + b"\n")
    at = f"/api/jobs/{lab.room.job.pk}/timeline/"
    fed = {"pack": str(lab.pack.pk), "arrival": {"mode": "recorded"}}
    found = lab.room.client.post(at, {"inputs": {"orders": fed}}).json()
    assert (found["sources"]["orders"]["total"], found["sources"]["orders"]["late"]) == (3, 1)
    assert found["origin_ms"] == found["sources"]["orders"]["rows"][0]["event_ms"]
    wrong = {**fed, "arrival": {"mode": "delayed", "by_ms": 5, "rows": [7]}}
    answer = lab.room.client.post(at, {"inputs": {"orders": wrong}})
    assert answer.status_code == 400
    assert "the arrival plan delays row 8" in answer.json()["error"]["fields"]["inputs.orders"][0].lower()
    answer = lab.room.client.post(at, {"inputs": {"sales": fed}})
    assert list(answer.json()["error"]["fields"]) == ["inputs.sales"]
