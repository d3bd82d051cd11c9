"""`manage.py seed_demo`: the demo tenant on the local stack. Safe to run at every start."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.demo.cases import seed_cases
from apps.demo.datasources import seed_datasources
from apps.demo.jobs import seed_jobs
from apps.demo.users import seed_users


class Command(BaseCommand):
    """Makes what is missing of the demo, and brings addresses up to date."""

    help = "Make the demo tenant: users, project, data sources, tables, a job and its tests."

    def handle(self, *_: Any, **__: Any) -> None:
        """Run it.

        Raises:
            CommandError: The settings of the demo are missing: this server is no demo.
        """
        if not (settings.DEMO_KAFKA and settings.DEMO_WAREHOUSE):
            # Its users have a password that everybody knows.
            raise CommandError(
                "PENSTOCK_DEMO_KAFKA and PENSTOCK_DEMO_WAREHOUSE are not set: this is no demo."
            )
        project, people = seed_users()
        sources = seed_datasources(people["admin"], project)
        job = seed_jobs(people["dev"], project, sources)
        seed_cases(people["dev"], project, job)
        self.stdout.write("The demo is there.")
