"""Projects and their people."""

import pytest

from apps.accounts.models import User
from apps.projects.models import Membership, Project
from tests.api.factories import World, client


def url(world: World) -> str:
    return f"/api/projects/{world.shop.project.pk}/members/"


def test_a_colleague_is_let_in_and_out(world: World) -> None:
    colleague = client(world.office.admin)
    project = f"/api/projects/{world.shop.project.pk}/"
    assert colleague.get(project).status_code == 404
    body = {"username": world.office.admin.username, "roles": ["viewer", "operator", "viewer"]}
    made = world.shop.client.post(url(world), body)
    assert (made.status_code, made.json()["roles"]) == (201, ["operator", "viewer"])
    assert colleague.get(project).status_code == 200
    assert world.shop.client.delete(f"{url(world)}{made.json()['id']}/").status_code == 204
    assert colleague.get(project).status_code == 404


def test_people_of_other_tenants_are_not_known(world: World) -> None:
    for name in (world.foreign.admin.username, "nobody"):
        answer = world.shop.client.post(url(world), {"username": name, "roles": ["viewer"]})
        assert answer.status_code == 400
        assert answer.json()["error"]["fields"]["username"] == [
            f"Your organisation has no user called “{name}”."
        ]


@pytest.mark.parametrize("roles", [[], ["tenant-admin"], ["god"], "viewer", None])
def test_only_roles_of_projects(world: World, roles: object) -> None:
    body = {"username": world.office.admin.username, "roles": roles}
    assert world.shop.client.post(url(world), body).status_code == 400


def test_the_last_administrator_stays(world: World) -> None:
    member = f"{url(world)}{world.shop.membership.pk}/"
    assert world.shop.client.delete(member).status_code == 409
    assert world.shop.client.patch(member, {"roles": ["viewer"]}).status_code == 409
    world.shop.member("project-admin")
    assert world.shop.client.delete(member).status_code == 204


def test_nobody_is_a_member_twice(world: World) -> None:
    answer = world.shop.client.post(url(world), {"username": world.shop.admin.username, "roles": ["viewer"]})
    assert answer.json()["error"]["message"] == "This person is a member of the project already."


def test_projects_are_made_by_tenant_administrators_only(world: World) -> None:
    assert world.shop.client.post("/api/projects/", {"name": "New"}).status_code == 403
    boss = User.objects.create_user("boss", tenant=world.shop.project.tenant, tenant_roles=["tenant-admin"])
    made = client(boss).post("/api/projects/", {"name": "New"})
    assert made.status_code == 201, made.content
    environments = client(boss).get(f"/api/projects/{made.json()['id']}/environments/").json()["results"]
    assert [environment["name"] for environment in environments] == ["test", "production"]
    assert client(boss).get(f"/api/projects/{world.foreign.project.pk}/").status_code == 404
    assert {p["name"] for p in client(boss).get("/api/projects/").json()["results"]} == {
        "Shop",
        "Office",
        "New",
    }


def test_what_is_not_asked_for_cannot_be_set(world: World) -> None:
    """Mass assignment: tenant, ids and times in a body change nothing."""
    body = {
        "name": "Renamed",
        "tenant": str(world.foreign.project.tenant_id),
        "id": str(world.office.project.pk),
    }
    assert world.shop.client.patch(f"/api/projects/{world.shop.project.pk}/", body).status_code == 200
    project = Project.objects.get(pk=world.shop.project.pk)
    assert (project.name, project.tenant_id) == ("Renamed", world.shop.project.tenant_id)
    member = {
        "roles": ["project-admin"],
        "user": str(world.office.admin.pk),
        "project": str(world.office.project.pk),
    }
    world.shop.client.patch(f"{url(world)}{world.shop.membership.pk}/", member)
    membership = Membership.objects.get(pk=world.shop.membership.pk)
    assert (membership.user_id, membership.project_id) == (world.shop.admin.pk, world.shop.project.pk)
