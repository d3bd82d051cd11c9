"""A project with a folder of its own for packs."""

from pathlib import Path
from typing import Any

import pytest

from tests.api.factories import Room, World


@pytest.fixture
def shop(world: World, tmp_path: Path, settings: Any) -> Room:
    """Our project."""
    settings.PACKS = tmp_path / "packs"
    return world.shop
