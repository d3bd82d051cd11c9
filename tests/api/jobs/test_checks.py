"""The check: what is sent to the planner, and what a person gets while it is busy."""

from typing import Any

import pytest

from apps.jobs import planner_client
from apps.jobs.models import Draft
from tests.api.factories import World, client, graph

REFUSED = {"table.catalog-store.kind": "file", "table.catalog-store.file.path": "/tmp/anywhere"}


def test_refused_options_never_leave_the_compiler(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []

    def answer(_engine: str, script: dict[str, Any]) -> dict[str, Any]:
        sent.append(script)
        return {"statements": [{"ok": True, "columns": []} for _ in script["statements"]]}

    monkeypatch.setattr(planner_client, "check_script", answer)
    drawn = graph("orders", world.shop.datasource.name)
    drawn["settings"] = {**drawn.get("settings", {}), "options": REFUSED}
    viewer = client(world.shop.member("viewer"))
    report = viewer.post(f"/api/jobs/{world.shop.job.pk}/check/", {"graph": drawn})
    assert report.status_code == 200, report.content
    assert [p["code"] for p in report.json()["problems"]] == ["forbidden-option"] * 2
    assert not report.json()["ok"]
    Draft.objects.filter(job=world.shop.job).update(graph=drawn)
    submitted = world.shop.client.post(f"/api/jobs/{world.shop.job.pk}/versions/", {})
    assert submitted.status_code == 400, submitted.content
    assert len(sent) == 2
    assert not [name for script in sent for name in script["settings"] if name.startswith("table.catalog")]
