"""Defaults that everybody knows are refused, with the remedy."""

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from penstock.environment import SAMPLE_SECRET_KEY, SAMPLE_VAULT_KEY, VariableError
from penstock.web.settings.checks import require_safe_settings
from penstock.web.settings.database import database_from_url


def test_what_the_stack_sets_is_accepted(settings: LazySettings) -> None:
    assert settings.DEBUG is False
    require_safe_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", SAMPLE_SECRET_KEY),
        ("SECRET_KEY", "short"),
        ("VAULT_KEYS", [SAMPLE_VAULT_KEY]),
        ("VAULT_KEYS", []),
        ("ALLOWED_HOSTS", ["*"]),
        ("ALLOWED_HOSTS", []),
    ],
)
def test_it_refuses_to_start_with(settings: LazySettings, name: str, value: object) -> None:
    setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match=f"PENSTOCK_{name}"):
        require_safe_settings()
    settings.DEBUG = True
    require_safe_settings()


def test_the_address_of_the_database_is_read_or_refused() -> None:
    with pytest.raises(VariableError, match="postgresql://"):
        database_from_url("maybe")
    found = database_from_url("postgresql://u%40x:p%2Fw@h:1/d?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["OPTIONS"]) == ("u@x", "p/w", {"sslmode": "require"})


def test_pages_may_run_our_own_scripts_only(client: Client, db: None) -> None:
    for path in ("/", "/projects/x", "/api/session/", "/api/nowhere/"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
    assert client.get("/api/session/").headers["Cache-Control"] == "no-store"


def test_unknown_addresses_answer_in_json(client: Client) -> None:
    for path in ("/api/nowhere/", "/api/jobs/no-uuid/", "/api", "/api/jobs/x' OR 1=1--/"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not-found")


def test_options_describe_nothing(client: Client) -> None:
    assert client.options("/api/operators/").status_code in {401, 405}


def test_another_host_is_refused(client: Client) -> None:
    answer = client.get("/api/session/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()
