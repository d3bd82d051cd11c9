"""The demo's data sources, and what must be in them: topics and a table."""

from urllib.parse import unquote, urlsplit

import psycopg
from django.conf import settings

from apps.accounts.models import User
from apps.datasources import services
from apps.datasources.models import Datasource
from apps.projects.models import Project
from penstock.local.producer import ensure_topic

TOPICS = {"orders": 2, "orders_per_city": 1}
_TABLE = """
    CREATE TABLE IF NOT EXISTS orders_per_city (
        window_start timestamp(3) NOT NULL,
        city text NOT NULL,
        orders bigint NOT NULL,
        amount numeric(38, 2),
        PRIMARY KEY (window_start, city)
    )
"""


def seed_datasources(actor: User, project: Project) -> dict[str, Datasource]:
    """The data sources at today's addresses, with topics and table made where they are missing."""
    for topic, partitions in TOPICS.items():
        ensure_topic(settings.DEMO_KAFKA, topic, partitions)
    with psycopg.connect(settings.DEMO_WAREHOUSE, connect_timeout=5) as connection:
        connection.execute(_TABLE)
    url = urlsplit(settings.DEMO_WAREHOUSE)
    warehouse: dict[str, object] = {
        "host": url.hostname,
        "port": url.port,
        "database": url.path.strip("/"),
        "username": unquote(url.username or ""),
    }
    secrets = {"password": unquote(url.password or "")}
    return {
        "shop-kafka": _source(
            actor,
            project,
            "shop-kafka",
            "kafka",
            {"bootstrap_servers": settings.DEMO_KAFKA},
            {},
        ),
        "warehouse": _source(actor, project, "warehouse", "postgresql", warehouse, secrets),
    }


def _source(
    actor: User, project: Project, name: str, kind: str, config: dict[str, object], secrets: dict[str, str]
) -> Datasource:
    found = Datasource.objects.filter(tenant=project.tenant, name=name).first()
    if found is not None:
        return services.datasource_edit(actor=actor, datasource=found, config=config, secrets=secrets)
    return services.datasource_create(
        actor=actor, project=project, name=name, kind=kind, config=config, secrets=secrets
    )
