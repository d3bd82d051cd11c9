"""Signing in and out, and what a cookie alone can't do."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts import services
from apps.accounts.models import User
from apps.projects.models import Tenant
from tests.api.factories import World, client

PASSWORD = "correct horse battery"


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("dana", PASSWORD, tenant=Tenant.objects.create(name="T"))


def sign_in(asker: APIClient, password: str = PASSWORD, name: str = "dana", **headers: Any) -> Any:
    return asker.post("/api/session/", {"username": name, "password": password}, **headers)


def test_signing_in_tells_who_and_where(user: User) -> None:
    asker = client()
    before = asker.session.session_key
    answer = sign_in(asker)
    assert answer.status_code == 200
    assert (answer.json()["user"]["username"], answer.json()["projects"]) == ("dana", [])
    assert asker.session.session_key != before
    assert asker.get("/api/session/").json() == answer.json()


def test_the_session_lists_roles_and_permissions(world: World) -> None:
    (project,) = world.shop.client.get("/api/session/").json()["projects"]
    assert (project["name"], project["roles"]) == ("Shop", ["project-admin"])
    assert {"job.edit", "project.members"} <= set(project["permissions"])


def test_wrong_name_and_wrong_password_look_alike(user: User) -> None:
    answers = [
        sign_in(client(), "wrong"),
        sign_in(client(), PASSWORD, "nobody"),
        sign_in(client(), "x" * 500),
    ]
    user.is_active = False
    user.save()
    answers.append(sign_in(client()))
    assert {(a.status_code, a.content) for a in answers} == {(400, answers[0].content)}


def test_too_many_failures_shut_the_door_for_a_while(user: User) -> None:
    for _ in range(services.TRIES_PER_NAME):
        assert sign_in(client(), "wrong").status_code == 400
    answer = sign_in(client())
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too-many-requests")
    assert answer.headers["Retry-After"]


def test_signing_out_ends_the_session_for_everybody_who_has_the_cookie(user: User) -> None:
    asker, thief = client(), client()
    sign_in(asker)
    thief.cookies = asker.cookies.copy()
    assert thief.get("/api/session/").status_code == 200
    assert asker.delete("/api/session/").status_code == 204
    assert thief.get("/api/session/").status_code == 401


def test_a_changed_password_and_a_disabled_account_end_sessions(user: User) -> None:
    asker = client()
    sign_in(asker)
    user.set_password("another long one")
    user.save()
    assert asker.get("/api/session/").status_code == 401
    sign_in(asker, "another long one")
    User.objects.update(is_active=False)
    assert asker.get("/api/session/").status_code == 401


NEXT = "staple battery horse"


def change(asker: APIClient, old: str = PASSWORD, new: str = NEXT, **headers: Any) -> Any:
    return asker.post("/api/session/password/", {"old": old, "new": new}, **headers)


def test_a_changed_password_ends_the_other_sessions_only(user: User) -> None:
    asker, elsewhere = client(), client()
    sign_in(asker)
    sign_in(elsewhere)
    before = asker.session.session_key
    assert change(asker).status_code == 204
    assert asker.get("/api/session/").status_code == 200
    assert asker.session.session_key != before
    assert elsewhere.get("/api/session/").status_code == 401
    assert sign_in(elsewhere).status_code == 400
    assert sign_in(elsewhere, NEXT).status_code == 200


def test_a_script_changes_it_without_a_session(user: User) -> None:
    token = services.token_create(actor=user, name="ci").secret
    answer = change(client(), HTTP_AUTHORIZATION=f"Bearer {token}")
    assert (answer.status_code, dict(answer.cookies)) == (204, {})


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", NEXT, "old"),
        (PASSWORD, "short", "new"),
        (PASSWORD, "password1234", "new"),
        (PASSWORD, PASSWORD, "new"),
        (PASSWORD, "", "new"),
    ],
)
def test_a_password_that_will_not_do(user: User, old: str, new: str, field: str) -> None:
    asker = client(user)
    answer = change(asker, old, new)
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
    assert asker.get("/api/session/").status_code == 200


def test_guessing_it_from_an_open_page_is_limited_as_signing_in_is(user: User) -> None:
    asker = client(user)
    for _ in range(services.TRIES_PER_NAME):
        assert change(asker, "wrong").status_code == 400
    assert change(asker).status_code == 429


def test_a_write_needs_the_pages_own_token(user: User) -> None:
    asker = client(enforce_csrf_checks=True)
    refused = sign_in(asker)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "csrf")
    asker.get("/api/session/")
    token = asker.cookies["csrftoken"].value
    assert sign_in(asker, HTTP_X_CSRFTOKEN=token).status_code == 200
    assert asker.post("/api/tokens/", {"name": "x"}).status_code == 403
    fresh = asker.cookies["csrftoken"].value
    assert asker.post("/api/tokens/", {"name": "x"}, HTTP_X_CSRFTOKEN=fresh).status_code == 201
    foreign = asker.post(
        "/api/tokens/", {"name": "y"}, HTTP_X_CSRFTOKEN=fresh, HTTP_ORIGIN="https://evil.example"
    )
    assert foreign.status_code == 403


def test_json_is_the_only_language(world: World) -> None:
    url = f"/api/projects/{world.shop.project.pk}/folders/"
    answer = world.shop.client.post(url, data='{"name": "A"}', content_type="text/plain")
    assert answer.status_code == 415
    for body in ("{", "[1", '{"name": NaN}', "\ud800".encode("utf-8", "surrogatepass")):
        answer = world.shop.client.post(url, data=body, content_type="application/json")
        assert answer.status_code == 400, body
    half = world.shop.client.post(url, data='{"name": "\\ud800"}', content_type="application/json")
    assert half.status_code == 400
    assert world.shop.client.post(url, data="[]", content_type="application/json").status_code == 400
