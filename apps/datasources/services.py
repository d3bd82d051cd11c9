"""Every write of data sources, and every use of their secrets."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from apps.accounts.models import User
from apps.core.errors import Conflict, Invalid
from apps.core.permissions import require
from apps.datasources import client_factory, encryption, events, selectors
from apps.datasources.models import Datasource
from apps.projects.models import Project
from penstock.network.store_client import RecordingClient, Sample, StoreClient
from penstock.sql.type_inference import ColumnInfo, column_info

T = TypeVar("T")
Secrets = Mapping[str, str | None]


def datasource_create(
    *,
    actor: User,
    project: Project,
    name: str,
    kind: str,
    config: dict[str, Any],
    secrets: Secrets,
    description: str = "",
) -> Datasource:
    """A new data source of the tenant, used by the project.

    Raises:
        Forbidden: The actor lacks the permission `datasource.edit`.
        Invalid: A field of the configuration is wrong, an address may not be used, or a secret is unknown;
            named as `config.<field>` or `secrets.<name>`.
    """
    require(actor, "datasource.edit", on=project)
    source = Datasource(tenant_id=project.tenant_id, name=name, kind=kind, description=description)
    source.config = client_factory.validate_config(kind, config)
    _keep(source, _merged(kind, {}, secrets))
    client_factory.require_allowed(kind, source.config)
    with transaction.atomic():
        source.save()
        source.projects.add(project)
        events.changed(source)
    return source


@transaction.atomic
def datasource_attach(*, actor: User, project: Project, datasource: UUID) -> Datasource:
    """Let a project use a data source of another one; needs the right to change those of both.

    Raises:
        Forbidden: The actor lacks the permission `datasource.edit`.
        Invalid: No other project whose data sources the actor may change has this one.
    """
    require(actor, "datasource.edit", on=project)
    found = selectors.attachable(actor, project).filter(pk=datasource).values("pk")
    # Locked, so that it is not taken out of its last project, and thus deleted, at the same time.
    source = Datasource.objects.select_for_update().filter(pk__in=found).first()
    if source is None:
        sentence = "There is no such data source in another project whose data sources you may change."
        raise Invalid.field("datasource", sentence)
    source.projects.add(project)
    events.changed(source)
    return source


def datasource_edit(*, actor: User, datasource: Datasource, **changes: Any) -> Datasource:
    """Change description, configuration or secrets. Name and kind stay: graphs refer to them.

    A kept secret is never sent to a changed address: with a changed configuration it must be typed again.

    Raises:
        Forbidden: The actor lacks the permission `datasource.edit` in a project that uses the data source.
        Invalid: As `datasource_create`; or a kept secret was not typed again although the configuration
            changes.
    """
    _require_everywhere(actor, datasource)
    if "config" in changes:
        changes["config"] = client_factory.validate_config(datasource.kind, changes["config"])
        client_factory.require_allowed(datasource.kind, changes["config"])
    return _apply_changes(actor, datasource, changes)


@transaction.atomic
def _apply_changes(actor: User, datasource: Datasource, changes: Mapping[str, Any]) -> Datasource:
    source = Datasource.objects.select_for_update().get(pk=datasource.pk)
    _require_everywhere(actor, source)
    typed: Secrets = changes.get("secrets") or {}
    if "config" in changes:
        config = changes["config"]
        kept = [name for name in source.secrets_set if name not in typed]
        if config != source.config and kept:
            raise Invalid(
                "The connection changed: type its secrets again, so that none is sent elsewhere by mistake.",
                fields={f"secrets.{name}": ["Type it again."] for name in kept},
            )
        source.config = config
    if typed:
        _keep(source, _merged(source.kind, secrets_of(source), typed))
    source.description = changes.get("description", source.description)
    source.save()
    events.changed(source)
    return source


@transaction.atomic
def datasource_delete(*, actor: User, project: Project, datasource: Datasource) -> None:
    """Take a data source out of a project; when no other uses it, it is deleted with its secrets.

    Raises:
        Forbidden: The actor lacks the permission `datasource.edit`.
        Conflict: Tables of the project are bound to it, or it is in use otherwise.
    """
    require(actor, "datasource.edit", on=project)
    source = Datasource.objects.select_for_update().get(pk=datasource.pk)
    used = source.tables.filter(project=project).values_list("name", flat=True)[:3]
    if used:
        raise Conflict(f"Tables are bound to “{source.name}” ({', '.join(used)}): delete them first.")
    events.changed(source)
    source.projects.remove(project)
    try:
        if not source.projects.exists():
            source.delete()
    except ProtectedError:
        raise Conflict(f"“{source.name}” is still in use.") from None


def test(*, actor: User, project: Project, kind: str, config: dict[str, Any], secrets: Secrets) -> str:
    """Try a connection that isn't saved; returns the sentence that the store's client answers.

    Raises:
        Forbidden: The actor lacks the permission `datasource.edit`.
        Invalid: A field of the configuration is wrong or a secret is unknown.
        ApplicationError: The store cannot be reached or refuses; the message is the reason.
    """
    require(actor, "datasource.edit", on=project)
    valid = client_factory.validate_config(kind, config)
    return client_factory.call(kind, valid, _merged(kind, {}, secrets), lambda client: client.test())


def test_saved(*, actor: User, project: Project, datasource: Datasource) -> str:
    """Try a saved connection.

    Raises:
        Forbidden: The actor lacks the permission `data.preview`.
        ApplicationError: The store cannot be reached or refuses; the message is the reason.
    """
    return _call(actor, project, datasource, lambda client: client.test())


def names(*, actor: User, project: Project, datasource: Datasource) -> list[str]:
    """The topics or tables that are there now.

    Raises:
        Forbidden: The actor lacks the permission `data.preview`.
        ApplicationError: The store cannot be reached or refuses; the message is the reason.
    """
    return _call(actor, project, datasource, lambda client: client.names())


def columns(*, actor: User, project: Project, datasource: Datasource, name: str) -> list[ColumnInfo]:
    """The columns of a topic (from sample records) or of a table (from the database's own catalogue).

    Raises:
        Forbidden: The actor lacks the permission `data.preview`.
        ApplicationError: The store cannot be reached or refuses, or has no such topic or table.
    """
    return _call(actor, project, datasource, lambda client: client.columns(name))


def preview(*, actor: User, project: Project, datasource: Datasource, name: str, limit: int) -> Sample:
    """Sample rows, read within 5 s and without consuming them.

    Columns are those of the project's table of this name; only without one are they what the rows seem to be.

    Raises:
        Forbidden: The actor lacks the permission `data.preview`.
        ApplicationError: The store cannot be reached or refuses, or has no such topic or table.
    """
    sample = _call(actor, project, datasource, lambda client: client.sample(name, limit))
    table = datasource.tables.filter(project=project, name=name).exclude(format="csv").first()
    return describe_sample(sample, table.columns, table.key) if table and table.columns else sample


def describe_sample(sample: Sample, columns: Sequence[Mapping[str, Any]], key: Sequence[str]) -> Sample:
    """The sample as a table describes it; unchanged when none of its records is of that table."""
    names = [column["name"] for column in columns]
    rows = sample["rows"]
    if rows and not any(name in row for row in rows for name in names):
        return sample
    found = {column["name"]: column for column in sample["columns"]}
    described = [
        column_info(
            column["name"],
            column["type"],
            nullable=found[column["name"]]["nullable"] if column["name"] in found else True,
            key=column["name"] in key,
        )
        for column in columns
    ]
    return {"columns": described, "rows": [{name: row.get(name) for name in names} for row in rows]}


def secrets_of(datasource: Datasource) -> dict[str, str]:
    """The secrets in clear: for the store itself and for submitting a job, never for an answer or a log.

    Raises:
        Unavailable: None of the server's keys opens them.
    """
    return encryption.unseal(datasource.pk, bytes(datasource.vault))


def connection_options(datasource: Datasource) -> dict[str, str]:
    """The Flink options that reach the store, secrets included; put together at submit and never kept."""
    return client_factory.connection_options(datasource.kind, datasource.config, secrets_of(datasource))


def recording_client(datasource: Datasource) -> RecordingClient:
    """A client that records from the data source.

    Raises:
        ApplicationError: Data sources of its kind have no records.
    """
    return client_factory.recording_client(datasource.kind, datasource.config, secrets_of(datasource))


def holds_topics(datasource: Datasource) -> bool:
    """Whether it holds topics, which have records and a format; otherwise it holds tables."""
    return client_factory.connector(datasource.kind).holds == "topics"


def _call(actor: User, project: Project, datasource: Datasource, request: Callable[[StoreClient], T]) -> T:
    require(actor, "data.preview", on=project)
    return client_factory.call(datasource.kind, datasource.config, secrets_of(datasource), request)


def _merged(kind: str, kept: Mapping[str, str], typed: Secrets) -> dict[str, str]:
    """Kept secrets with the typed ones over them; null or empty takes one away."""
    known = client_factory.secret_names(kind)
    for name in typed:
        if name not in known:
            raise Invalid.field(f"secrets.{name}", f"There is no such secret; known: {', '.join(known)}.")
    return {name: value for name, value in {**kept, **typed}.items() if value}


def _keep(source: Datasource, secrets: Mapping[str, str]) -> None:
    source.vault = encryption.seal(source.pk, secrets)
    source.secrets_set = sorted(secrets)


def _require_everywhere(actor: User, source: Datasource) -> None:
    """A change counts in every project that uses the source, so it needs the right to in each."""
    for project in source.projects.all():
        require(actor, "datasource.edit", on=project)
