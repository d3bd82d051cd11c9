"""The files of packs: whole or not at all, never gone while a row names them, gone when none does."""

import os
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from apps.core.errors import Unavailable
from apps.packs import storage
from apps.packs.models import Pack, PackVersion
from apps.packs.services import garbage_collection
from tests.api.factories import Room, make_world
from tests.polling import wait


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.PACKS = tmp_path / "packs"
    return tmp_path / "packs"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*/*") if path.is_file()]


def age(*paths: Path) -> None:
    past = time.time() - 7200
    for path in paths:
        os.utime(path, (past, past))


def put(text: bytes) -> str:
    with storage.draft() as draft, transaction.atomic():
        draft.write(text)
        draft.finish()
        draft.keep()
        return draft.sha256


def test_a_draft_that_is_not_kept_is_gone(folder: Path, db: None) -> None:
    with storage.draft() as draft:
        draft.write(b"x")
        assert len(files(folder)) == 1
    assert files(folder) == []


def test_a_kept_draft_is_found_by_its_content(folder: Path, db: None) -> None:
    found = put(b"one\n")
    assert put(b"one\n") == found
    assert files(folder) == [storage.path_of(found)]
    with storage.open_content(found) as file:
        assert file.read() == b"one\n"


def test_a_disk_that_refuses_is_a_sentence(folder: Path, db: None) -> None:
    folder.write_text("no folder")
    with (
        pytest.raises(Unavailable, match=r"couldn't be written .*: Not a directory"),
        storage.draft(),
    ):
        pass
    with pytest.raises(Unavailable, match="can't be read"):
        storage.open_content("0" * 64)


def test_what_no_row_names_is_swept_after_a_while(shop: Room, settings: Any) -> None:
    body = {"name": "kept", "columns": [{"name": "a", "type": "INT"}], "rows": [{"a": 1}]}
    assert shop.client.post(f"/api/projects/{shop.project.pk}/packs/", body).status_code == 201
    kept = files(settings.PACKS)
    orphan, fresh = storage.path_of(put(b"orphan\n")), storage.path_of(put(b"fresh\n"))
    left = settings.PACKS / "new" / "killed.jsonl"
    left.write_text("half")
    age(*kept, orphan, left)
    garbage_collection.collect_garbage()
    assert sorted(files(settings.PACKS)) == sorted([*kept, fresh])


def test_a_deleted_pack_goes_after_a_day_unless_something_stays_that_used_it(
    shop: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleted = {"deleted_at": timezone.now() - timedelta(hours=23)}
    Pack.objects.filter(pk=shop.pack.pk).update(**deleted)
    garbage_collection.collect_garbage()
    assert Pack.objects.filter(pk=shop.pack.pk).exists()
    Pack.objects.filter(pk=shop.pack.pk).update(deleted_at=timezone.now() - timedelta(hours=25))
    garbage_collection.collect_garbage()
    assert not Pack.objects.filter(pk=shop.pack.pk).exists()
    assert not PackVersion.objects.filter(pack=shop.pack.pk).exists()


@pytest.fixture
def apart(transactional_db: None, folder: Path) -> Iterator[None]:
    """Threads with transactions of their own."""
    yield
    connection.close()


def test_the_sweep_waits_for_whoever_keeps_the_same_content(apart: None, folder: Path) -> None:
    orphan = put(b"same\n")
    age(storage.path_of(orphan))
    swept = threading.Event()

    def sweep() -> None:
        try:
            garbage_collection._remove_unless_referenced(orphan)
        finally:
            connection.close()
            swept.set()

    thread = threading.Thread(target=sweep)
    with storage.draft() as draft, transaction.atomic():
        draft.write(b"same\n")
        draft.finish()
        draft.keep()
        thread.start()
        wait("the sweep asks for the lock", _somebody_waits)
        assert not swept.is_set()
        _name(orphan)
    thread.join(10)
    assert storage.path_of(orphan).exists()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def _name(sha256: str) -> None:
    """A row with this content."""
    room: Room = make_world().shop
    fields = {"rows": 1, "bytes": 5, "origin": "grid", "created_by": room.admin}
    PackVersion.objects.create(pack=room.pack, number=2, sha256=sha256, **fields)
