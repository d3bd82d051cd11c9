"""Masks of a project's recordings, and the key of its hashes."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from apps.core.errors import Invalid
from apps.datasources import encryption
from apps.packs.layouts import parse_columns
from apps.packs.models import MaskKey
from apps.projects.models import Project
from penstock.testkit.masking import Mask, MaskError, Masking, build_masking

_SECRET = "mask"  # noqa: S105 - the name of it


def validate_masks(
    columns: Sequence[Mapping[str, str]], event_time: str, masks: Sequence[Mapping[str, Any]]
) -> None:
    """Check that each mask fits its column.

    Raises:
        Invalid: One does not, or hides the event time.
    """
    build_project_masking(columns, event_time, masks, b"")


def build_project_masking(
    columns: Sequence[Mapping[str, str]], event_time: str, masks: Sequence[Mapping[str, Any]], key: bytes
) -> Masking:
    """What masks rows of these columns.

    Raises:
        Invalid: A mask does not fit its column, or hides the event time.
    """
    given = [Mask(**mask) for mask in masks]
    if event_time and any(mask.column == event_time for mask in given):
        raise Invalid.field("masks", f"“{event_time}” is the event time, which tests need as it is.")
    try:
        return build_masking(parse_columns(columns), given, key)
    except MaskError as error:
        raise Invalid.field("masks", str(error)) from None


def mask_key(project: Project) -> bytes:
    """The key of a project's hashes, made when it is first needed."""
    found = MaskKey.objects.filter(project=project).first()
    if found is None:
        sealed = encryption.seal(project.pk, {_SECRET: secrets.token_hex(32)})
        found, _ = MaskKey.objects.get_or_create(project=project, defaults={"vault": sealed})
    return bytes.fromhex(encryption.unseal(project.pk, bytes(found.vault))[_SECRET])
