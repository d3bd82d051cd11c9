"""Tokens for scripts: shown once, kept as a digest, gone when withdrawn."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import ApiToken, User
from apps.accounts.tokens import digest
from tests.api.factories import World, client


def bearer(token: str) -> APIClient:
    made = APIClient(enforce_csrf_checks=True)
    made.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return made


def test_a_token_does_what_its_user_may(world: World) -> None:
    made = world.shop.client.post("/api/tokens/", {"name": "script"})
    assert made.status_code == 201
    script = bearer(made.json()["token"])
    answer = script.post(f"/api/projects/{world.shop.project.pk}/folders/", {"name": "By script"})
    assert answer.status_code == 201, answer.content
    assert script.get(f"/api/projects/{world.office.project.pk}/").status_code == 404


def test_only_a_digest_is_kept(world: World) -> None:
    token = world.shop.client.post("/api/tokens/", {"name": "script"}).json()["token"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM accounts_apitoken t")
        rows = "\n".join(row[0] for row in cursor.fetchall())
    assert token not in rows
    assert digest(token) in rows
    assert "token" not in world.shop.client.get("/api/tokens/").json()["results"][0]


def test_unknown_expired_withdrawn_and_disabled_are_refused_alike(world: World) -> None:
    tokens = [world.shop.client.post("/api/tokens/", {"name": f"t{n}"}).json()["token"] for n in range(3)]
    ApiToken.objects.filter(digest=digest(tokens[0])).update(expires_at=timezone.now() - timedelta(seconds=1))
    ApiToken.objects.filter(digest=digest(tokens[1])).delete()
    User.objects.filter(pk=world.office.admin.pk).update(is_active=False)
    answers = [
        bearer(token).get("/api/session/") for token in (*tokens[:2], "token of Office", "nonsense", "ü")
    ]
    assert {(a.status_code, a.content) for a in answers} == {(401, answers[0].content)}
    assert bearer(tokens[2]).get("/api/session/").status_code == 200


def test_an_expiry_in_the_past_is_refused(world: World) -> None:
    body = {"name": "late", "expires_at": "2001-01-01T00:00:00Z"}
    assert "expires_at" in world.shop.client.post("/api/tokens/", body).json()["error"]["fields"]


def test_two_tokens_of_one_name_are_refused(world: World) -> None:
    answer = world.shop.client.post("/api/tokens/", {"name": "ci"})
    assert answer.json()["error"]["message"] == "You have a token of this name already."


def test_a_token_in_the_address_opens_nothing(world: World) -> None:
    assert client().get("/api/session/?token=token%20of%20Shop").status_code == 401
