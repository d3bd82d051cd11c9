"""Savepoints found again in directories."""

from pathlib import Path

import pytest

from penstock.flink.savepoints import (
    SavepointStatus,
    find_retained_checkpoint,
    find_savepoint_on_disk,
    state_exists,
)


def create_savepoint(directory: Path) -> Path:
    directory.mkdir(parents=True)
    (directory / "_metadata").write_bytes(b"x")
    return directory


def test_a_savepoint_counts_once_its_metadata_is_there(tmp_path: Path) -> None:
    (tmp_path / "savepoint-1-half").mkdir()
    assert find_savepoint_on_disk(tmp_path.as_uri()) is None
    whole = create_savepoint(tmp_path / "savepoint-1-whole")
    assert find_savepoint_on_disk(tmp_path.as_uri()) == f"file:{whole}"
    assert find_savepoint_on_disk(str(tmp_path)) == f"file:{whole}"


def test_the_newest_checkpoint_is_the_one_of_the_highest_number(tmp_path: Path) -> None:
    job = "a" * 32
    for number in (9, 10, 2):
        create_savepoint(tmp_path / job / f"chk-{number}")
    (tmp_path / job / "chk-11").mkdir()
    create_savepoint(tmp_path / ("b" * 32) / "chk-99")
    assert find_retained_checkpoint(tmp_path.as_uri(), job) == f"file:{tmp_path / job / 'chk-10'}"
    assert find_retained_checkpoint(tmp_path.as_uri(), "c" * 32) is None


@pytest.mark.parametrize("location", ["s3://bucket/sp", "hdfs:///sp"])
def test_what_this_machine_cannot_see_is_not_judged(location: str) -> None:
    assert state_exists(location) is None
    assert find_savepoint_on_disk(location) is None
    assert find_retained_checkpoint(location, "a" * 32) is None


def test_readable_says_whether_it_is_there(tmp_path: Path) -> None:
    assert state_exists((tmp_path / "gone").as_uri()) is False
    assert state_exists(f"file:{create_savepoint(tmp_path / 'a b')}") is True


def test_only_tasks_that_are_not_up_are_worth_another_try() -> None:
    not_yet = "Not all required tasks are currently running."
    assert SavepointStatus("failed", error=f"Checkpoint triggering task failed. {not_yet}").retry
    assert not SavepointStatus("failed", error="No space left on device").retry
