"""Keeps the secrets of a job's data sources out of what a cluster answers."""

from apps.core.errors import ApplicationError
from apps.datasources import services as datasources
from apps.instances.job_connections import find_sources, referenced_datasources
from apps.instances.models import Instance
from penstock.flink.error_parsing import redact


def redact_secrets(instance: Instance, text: str) -> str:
    """`text` from a cluster, without any secret of the job's data sources."""
    try:
        sources = find_sources(instance.version, referenced_datasources(instance.version.script))
        return redact(
            text, [secret for source in sources for secret in datasources.secrets_of(source).values()]
        )
    except ApplicationError:
        # Without the keys nobody can tell what in the text is secret.
        return (
            "The reason isn't shown: the secrets to remove from it can't be decrypted with the current keys."
        )
