"""The one jar of a version: built once, kept by its content, found again by its hash."""

from uuid import UUID

import structlog
from django.conf import settings

from apps.core.errors import ApplicationError, Unavailable
from apps.environments.targets import distinct_targets
from apps.jobs.models import Version
from penstock.compiler.script import Script
from penstock.flink.bundle import Bundle, BundleError, assemble
from penstock.flink.http import FlinkError
from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION, EngineError

log = structlog.get_logger(__name__)


def bundle_for(version: Version, engine: str = DEFAULT_VERSION) -> Bundle:
    """The bundle of a version for an engine version, built unless it is there already.

    Raises:
        ApplicationError: The engine is not installed, or the bundle cannot be built.
        Unavailable: The bundle cannot be written on this server.
    """
    kept = settings.BUNDLES / f"{version.bundle_sha256}.jar"
    if version.bundle_sha256 and kept.is_file():
        return Bundle(version.bundle_sha256, kept.stat().st_size, kept)
    try:
        bundle = _build(version, Engine(engine, settings.HOME))
    except (BundleError, EngineError) as error:
        raise ApplicationError(str(error), code="no-bundle") from None
    except OSError as error:
        text = f"The bundle of version {version.number} couldn't be written: {error.strerror}."
        raise Unavailable(text) from None
    # Written once: with another set of connectors the first hash stays the version's.
    Version.objects.filter(id=version.id, bundle_sha256="").update(bundle_sha256=bundle.sha256)
    return bundle


def bundle_prepare(version: UUID | str) -> None:
    """Build a version's bundle ahead of its first start, which then needn't wait for it."""
    found = Version.objects.filter(id=version).first()
    if found is not None:
        bundle_for(found)


def bundles_discard() -> None:
    """Delete all but the newest bundles on each target: a job needs its bundle only to start."""
    for address, target in distinct_targets():
        try:
            target.discard_bundles()
        except FlinkError as error:
            log.info("bundles not discarded", target=address, error=str(error))


def _build(version: Version, engine: Engine) -> Bundle:
    script = Script.from_dict(version.script)
    settings.BUNDLES.mkdir(parents=True, exist_ok=True)
    connectors = engine.connectors(script.requirements.connectors)
    return assemble(script, engine.bundle_jars, connectors, [], settings.BUNDLES)
