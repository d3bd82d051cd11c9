"""`penstock create-admin TENANT USERNAME`: a tenant and its first administrator."""

import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.services import admin_create
from apps.core.errors import ApplicationError
from penstock import environment


class Command(BaseCommand):
    """Creates the account; the password comes from PENSTOCK_ADMIN_PASSWORD or from a prompt."""

    help = "Create a tenant's administrator, and the tenant if it is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("tenant")
        parser.add_argument("username")

    def handle(self, *_: Any, **options: Any) -> None:
        """Create the account."""
        password = environment.get_str("ADMIN_PASSWORD") or getpass.getpass("Password: ")
        try:
            validate_password(password)
            admin_create(tenant=options["tenant"], username=options["username"], password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except ApplicationError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{options['username']} is an administrator of {options['tenant']}.")
