"""The one jar of a version: built once, kept by its content, found again by its hash."""

from pathlib import Path

from django.conf import settings

from apps.core.errors import Unavailable
from apps.jobs.models import Version
from penstock.compiler.bundle import assemble
from penstock.compiler.script import Script
from penstock.planner.engines import Engine


def bundle_for(version: Version, engine_version: str) -> tuple[Path, str]:
    """Path and SHA-256 of a version's bundle for an engine, building it where it isn't there yet."""
    kept = settings.BUNDLES / f"{version.bundle_sha256}.jar"
    if version.bundle_sha256 and kept.is_file():
        return kept, version.bundle_sha256
    engine = Engine(engine_version)
    script = Script.from_dict(version.script)
    settings.BUNDLES.mkdir(parents=True, exist_ok=True)
    try:
        connectors = {name: engine.connector_jars(name) for name in script.requirements.connectors}
        bundle = assemble(script, engine.runtime_jar, connectors, [], settings.BUNDLES)
    except OSError as error:
        raise Unavailable(
            f"The bundle of version {version.number} couldn't be written: {error.strerror}."
        ) from None
    # Written once: with another set of connectors the first hash stays the version's.
    Version.objects.filter(id=version.id, bundle_sha256="").update(bundle_sha256=bundle.sha256)
    return bundle.path, bundle.sha256
