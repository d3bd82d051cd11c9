"""Definitions of cases: loaded, resolved against the packs of the project, and pinned to their versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.core.errors import Invalid
from apps.packs.models import Pack, PackVersion
from apps.projects.models import Project
from apps.testing.content_hash import compute_content_hash
from penstock.testkit import case as documents
from penstock.testkit.case import Case, CaseDocument, CaseError


@dataclass(frozen=True)
class PinnedCase:
    """A case with its packs at fixed versions, by source."""

    case: Case
    packs: Mapping[str, PackVersion]

    @property
    def definition(self) -> dict[str, Any]:
        """The JSON form."""
        return self.case.to_dict()

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each source's rows, by which they are found."""
        return {source: version.sha256 for source, version in self.packs.items()}

    def content(self, script_digest: str, engine: str) -> str:
        """The hash of all that a run of it on that script depends on."""
        return compute_content_hash(script_digest, self.definition, self.hashes, engine)


class PackLookup:
    """The packs of a project that some definitions name, in one query each for packs and versions."""

    def __init__(self, project: Project, cases: Iterable[Case]) -> None:
        wanted = {(one.pack, one.version) for case in cases for one in case.inputs.values()}
        ids = {pack for pack, _ in wanted}
        there = Pack.objects.filter(project=project, deleted_at=None, pk__in=ids)
        self._packs = {pack.pk: pack for pack in there}
        numbers = {(pack.pk, pack.last_number) for pack in self._packs.values()}
        numbers |= {(pack, number) for pack, number in wanted if number is not None}
        found = PackVersion.objects.filter(
            pack__in=self._packs, number__in={number for _, number in numbers}
        ).select_related("pack")
        self._versions = {(one.pack_id, one.number): one for one in found}

    def find_pack_version(self, pack: UUID, number: int | None) -> PackVersion | None:
        """A version of a pack, the latest for None; None for one that is not the project's."""
        known = self._packs.get(pack)
        if known is None:
            return None
        return self._versions.get((pack, known.last_number if number is None else number))

    def pin(self, case: Case) -> PinnedCase:
        """The case with each pack at its current version.

        Raises:
            Invalid: The project has no such pack or version; the exception names the source.
        """
        packs, inputs = {}, {}
        for source, one in case.inputs.items():
            found = self.find_pack_version(one.pack, one.version)
            if found is None:
                raise unknown_pack_error(source, one.version)
            packs[source] = found
            inputs[source] = one.model_copy(update={"version": found.number})
        return PinnedCase(case.model_copy(update={"inputs": inputs}), packs)


def unknown_pack_error(source: str, number: int | None) -> Invalid:
    """The error for a pack that the project does not have."""
    which = "" if number is None else f" with a version {number}"
    return Invalid.field(f"definition.inputs.{source}.pack", f"The project has no such data pack{which}.")


def load_case(document: CaseDocument) -> Case:
    """The case of a document.

    Raises:
        Invalid: The document is wrong; each place is named as `definition.<place>`.
    """
    try:
        return documents.load(document)
    except CaseError as error:
        fields = {f"definition.{place}": [sentence] for place, sentence in error.fields.items()}
        raise Invalid(str(error), fields=fields) from None


def pin_case(project: Project, document: CaseDocument) -> PinnedCase:
    """One definition, pinned.

    Raises:
        Invalid: The document is wrong, or the project has no such pack or version.
    """
    case = load_case(document)
    return PackLookup(project, [case]).pin(case)
