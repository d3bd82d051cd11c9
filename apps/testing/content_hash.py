"""What makes two runs runs of the same."""

from collections.abc import Mapping

from penstock.hashing import digest
from penstock.testkit.case import CaseDocument


def compute_content_hash(
    script_digest: str, definition: CaseDocument, packs: Mapping[str, str], engine: str
) -> str:
    """Of everything that the outcome of a run depends on.

    `definition` is that of the case with its packs pinned, `packs` the SHA-256 of each source's rows.
    """
    return digest([script_digest, digest(definition), dict(packs), engine])
