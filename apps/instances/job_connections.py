"""The connections of a job's data sources: built at submit, and never stored."""

from apps.core.errors import Conflict, Invalid
from apps.datasources import client_factory
from apps.datasources import services as datasources
from apps.datasources.models import Datasource
from apps.jobs.models import Version
from penstock.compiler.script import ConnectionRef, Script, ScriptDocument


def referenced_datasources(script: ScriptDocument) -> set[str]:
    """The names of the data sources to which a script refers."""
    return {
        value.datasource
        for statement in Script.from_dict(script).statements
        for _, value in statement.options
        if isinstance(value, ConnectionRef)
    }


def connections(version: Version) -> dict[str, dict[str, str]]:
    """The connections document of a version's job: with secrets, so for the cluster only.

    Raises:
        Conflict: The project no longer uses a data source that the job needs.
        Invalid: The policy no longer allows the address of a data source, or what it resolves to.
    """
    names = referenced_datasources(version.script)
    found = {source.name: source for source in find_sources(version, names)}
    if missing := sorted(names - set(found)):
        raise Conflict(
            f"The job needs the data source “{missing[0]}”, which this project doesn't use."
            " Add it to the project, or submit a version without it."
        )
    for source in found.values():
        _require_allowed(source)
    return {name: _options(source) for name, source in found.items()}


def egress_settings(version: Version) -> dict[str, str]:
    """What the job's runtime needs in order to judge the hosts itself, where it resolves them."""
    sources = find_sources(version, referenced_datasources(version.script))
    hosts = {
        host
        for source in sources
        for names in client_factory.hosts(source.kind, source.config).values()
        for host in names
    }
    denied = client_factory.egress_policy().denied_networks
    return {
        "penstock.egress.hosts": ",".join(sorted(hosts)),
        "penstock.egress.denied": ",".join(map(str, denied)),
    }


def _require_allowed(source: Datasource) -> None:
    """The address was judged when it was saved; what it resolves to, and the policy, may have changed."""
    try:
        client_factory.require_allowed(source.kind, source.config)
    except Invalid as error:
        raise Invalid(f"The data source “{source.name}” cannot be used: {error.message}") from None


def _options(source: Datasource) -> dict[str, str]:
    secrets = datasources.secrets_of(source)
    return client_factory.connection_options(source.kind, source.config, secrets)


def find_sources(version: Version, names: set[str]) -> list[Datasource]:
    """The data sources of the job's project that have these names."""
    # Of the job's own project only: a name must not reach another project's data source.
    return list(Datasource.objects.filter(projects=version.job.project_id, name__in=names))
