"""Tables: typed columns that Flink understands, bound to the project's own data sources."""

from typing import Any

import pytest

from apps.tables.models import Table
from tests.api.factories import World


def url(world: World) -> str:
    return f"/api/projects/{world.shop.project.pk}/tables/"


def body(world: World, **changes: Any) -> dict[str, Any]:
    columns = [{"name": "id", "type": "bigint"}, {"name": "at", "type": "timestamp( 3 )"}]
    return {"datasource": str(world.shop.datasource.pk), "name": "clicks", "columns": columns, **changes}


def test_types_are_kept_in_canonical_form(world: World) -> None:
    made = world.shop.client.post(url(world), body(world, event_time="at", key=["id"]))
    assert made.status_code == 201, made.content
    assert [column["type"] for column in made.json()["columns"]] == ["BIGINT", "TIMESTAMP(3)"]
    assert (made.json()["format"], made.json()["datasource_name"]) == ("json", "shop-kafka")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"columns": []}, "columns"),
        ({"columns": [{"name": "a", "type": "NUMBERS"}]}, "columns.0.type"),
        ({"columns": [{"name": "a", "type": "INT) WITH ('x'='y'"}]}, "columns.0.type"),
        ({"columns": [{"name": "a", "type": "INT"}, {"name": "a", "type": "INT"}]}, "columns.1.name"),
        ({"columns": [{"name": "a\nb", "type": "INT"}]}, "columns.0.name"),
        ({"event_time": "nowhere"}, "event_time"),
        ({"columns": [{"name": "a", "type": "STRING"}], "event_time": "a"}, "event_time"),
        ({"key": ["nowhere"]}, "key"),
        ({"format": "avro?"}, "format"),
        ({"name": "a\tb"}, "name"),
    ],
)
def test_a_wrong_field_is_named(world: World, change: dict[str, Any], field: str) -> None:
    answer = world.shop.client.post(url(world), body(world, **change))
    assert answer.status_code == 400
    assert field in answer.json()["error"]["fields"]
    assert not Table.objects.filter(name="clicks").exists()


def test_another_projects_data_source_cannot_be_bound(world: World) -> None:
    for room in (world.office, world.foreign):
        answer = world.shop.client.post(url(world), body(world, datasource=str(room.datasource.pk)))
        assert answer.json()["error"]["fields"] == {"datasource": ["The project has no such data source."]}


def test_a_topic_is_described_once(world: World) -> None:
    answer = world.shop.client.post(url(world), body(world, name="orders"))
    assert answer.json()["error"]["message"] == "The project describes this topic or table already."


def test_what_it_is_bound_to_stays(world: World) -> None:
    change = {"name": "other", "datasource": str(world.office.datasource.pk), "description": "new"}
    assert world.shop.client.patch(f"{url(world)}{world.shop.table.pk}/", change).status_code == 200
    table = Table.objects.get(pk=world.shop.table.pk)
    assert (table.name, table.datasource_id, table.description) == ("orders", world.shop.datasource.pk, "new")


def test_deleting_forgets_the_description(world: World) -> None:
    assert world.shop.client.delete(f"{url(world)}{world.shop.table.pk}/").status_code == 204
    assert not Table.objects.filter(pk=world.shop.table.pk).exists()
