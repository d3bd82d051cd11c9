"""`penstock create-admin TENANT USERNAME`: a tenant and its first administrator."""

import getpass
import warnings
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from apps.accounts.selectors import is_administrator
from apps.accounts.services import admin_create
from apps.core.errors import ApplicationError
from penstock import environment


class Command(BaseCommand):
    """Creates the account; the password comes from PENSTOCK_ADMIN_PASSWORD or from a prompt."""

    help = "Create a tenant's administrator, and the tenant if it is missing. A repeated run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments. A password is none of them: other users see a program's arguments."""
        parser.add_argument("tenant")
        parser.add_argument("username")

    def handle(self, *_: Any, **options: Any) -> None:
        """Create the account if it is missing.

        Raises:
            CommandError: The password is weak, a name is not valid or taken, or the database cannot be used.
        """
        try:
            self._create(options["tenant"].strip(), options["username"].strip())
        except ApplicationError as error:
            raise CommandError(str(error)) from None
        except ProgrammingError:
            raise CommandError("The database's tables are not up to date: run `penstock migrate`.") from None
        except OperationalError as error:
            raise CommandError(f"The database of PENSTOCK_DATABASE_URL cannot be used: {error}") from None

    def _create(self, tenant: str, username: str) -> None:
        if is_administrator(tenant=tenant, username=username):
            self.stdout.write(f"{username} is an administrator of {tenant} already; the password stays.")
            return
        password = environment.get_str("ADMIN_PASSWORD") or _ask_password()
        admin_create(tenant=tenant, username=username, password=password)
        self.stdout.write(f"{username} is an administrator of {tenant}.")


def _ask_password() -> str:
    try:
        with warnings.catch_warnings():
            # Without a terminal, getpass would show what is typed.
            warnings.simplefilter("error", getpass.GetPassWarning)
            password = getpass.getpass("Password: ")
            again = getpass.getpass("The same password again: ")
    except (getpass.GetPassWarning, EOFError):
        raise CommandError("There is no terminal for a prompt: set PENSTOCK_ADMIN_PASSWORD.") from None
    if password != again:
        raise CommandError("The two passwords differ; no account was created.")
    return password
