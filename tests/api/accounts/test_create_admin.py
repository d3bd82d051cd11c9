"""`create_admin`: the first account of an installation, from a terminal or from a script."""

import getpass
import io
import warnings
from collections.abc import Iterator
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.accounts.models import User
from apps.projects.models import Tenant
from tests.api.factories import client

PASSWORD = "correct horse battery"
pytestmark = pytest.mark.django_db


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSTOCK_ADMIN_PASSWORD", PASSWORD)


def create(tenant: str = "Acme", username: str = "ada") -> str:
    """Run the command; returns what it prints."""
    output = io.StringIO()
    call_command("create_admin", tenant, username, stdout=output)
    return output.getvalue()


def answer(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Enter these texts at the prompts."""
    entered: Iterator[str] = iter(answers)
    monkeypatch.delenv("PENSTOCK_ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(entered))


@pytest.mark.usefixtures("password")
def test_tenant_and_administrator_are_created_and_may_sign_in() -> None:
    assert create() == "ada is an administrator of Acme.\n"
    asker = client()
    found = asker.post("/api/session/", {"username": "ada", "password": PASSWORD}).json()
    assert (found["tenant"]["name"], found["tenant"]["roles"]) == ("Acme", ["tenant-admin"])
    assert asker.post("/api/projects/", {"name": "First"}).status_code == 201


@pytest.mark.usefixtures("password")
def test_a_second_administrator_joins_the_tenant() -> None:
    create()
    create(username="bob")
    assert Tenant.objects.count() == 1
    assert [user.tenant.name for user in User.objects.all()] == ["Acme", "Acme"]


def test_a_repeated_run_says_so_and_keeps_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSTOCK_ADMIN_PASSWORD", PASSWORD)
    create()
    monkeypatch.setenv("PENSTOCK_ADMIN_PASSWORD", "another long one")
    assert create(" Acme ") == "ada is an administrator of Acme already; the password stays.\n"
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.usefixtures("password")
def test_a_name_that_somebody_else_has_is_refused() -> None:
    User.objects.create_user("ada", tenant=Tenant.objects.create(name="Acme"))
    for tenant in ("Acme", "Other"):
        with pytest.raises(CommandError, match="There is a user ada already"):
            create(tenant)
    assert not Tenant.objects.filter(name="Other").exists()


@pytest.mark.usefixtures("password")
@pytest.mark.parametrize(
    ("tenant", "username", "says"),
    [
        ("", "ada", "The tenant's name is not valid: This field cannot be blank"),
        ("Acme", "  ", "The user name is not valid: This field cannot be blank"),
        ("Acme", "a" * 101, "The user name is not valid: .* at most 100 characters"),
        ("T" * 101, "ada", "The tenant's name is not valid: .* at most 100 characters"),
    ],
)
def test_names_that_are_none_are_refused(tenant: str, username: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        create(tenant, username)
    assert not Tenant.objects.exists()


@pytest.mark.parametrize(("weak", "says"), [("short", "too short"), ("password123", "too common")])
def test_a_weak_password_is_refused(weak: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSTOCK_ADMIN_PASSWORD", weak)
    with pytest.raises(CommandError, match=says):
        create()
    assert not Tenant.objects.exists()


def test_a_terminal_asks_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, PASSWORD, "correct horse batery")
    with pytest.raises(CommandError, match="differ"):
        create()
    assert not User.objects.exists()
    answer(monkeypatch, PASSWORD, PASSWORD)
    create()
    assert User.objects.get().check_password(PASSWORD)


def test_without_terminal_and_variable_it_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PENSTOCK_ADMIN_PASSWORD", raising=False)
    # What getpass does if there is no terminal to switch the echo off.
    warn = partial(warnings.warn, category=getpass.GetPassWarning, stacklevel=2)
    monkeypatch.setattr(getpass, "getpass", warn)
    with pytest.raises(CommandError, match="set PENSTOCK_ADMIN_PASSWORD"):
        create()


def test_a_password_is_no_argument(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["Acme", "ada", PASSWORD], ["Acme", "ada", "--password", PASSWORD]):
        with pytest.raises((CommandError, SystemExit)):
            call_command("create_admin", *wrong)
    assert not User.objects.exists()


@pytest.mark.usefixtures("password")
def test_a_database_without_tables_is_to_be_migrated() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path TO pg_temp")
    with pytest.raises(CommandError, match="run `penstock migrate`"):
        create()
