"""The planner's own list of options and the compiler's: neither refuses what the other takes."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

from penstock.compiler.assemble import flink_settings
from penstock.compiler.job_options import JOB_OPTIONS
from penstock.graph.document import Settings

SOURCE = (
    Path(__file__).parents[3] / "platform/jvm/planner/src/main/java/io/penstock/planner/JobRestrictions.java"
)
#: What only the test bench sets.
OF_TESTS = {"execution.buffer-timeout.interval"}


def java_options() -> list[str]:
    declared = re.search(r"OPTIONS =\s+List\.of\((.*?)\);", SOURCE.read_text(), re.DOTALL)
    assert declared
    return re.findall(r'"([^"]+)"', declared[1])


def test_the_process_takes_what_the_compiler_gives() -> None:
    full = Settings(state_ttl_ms=1, mini_batch_ms=1, checkpoint_interval_ms=1000)
    given = {*JOB_OPTIONS.allowed, *flink_settings(full)}
    assert not [name for name in given if not any(fnmatchcase(name, own) for own in java_options())]


def test_the_process_takes_no_more_than_that() -> None:
    known = {*JOB_OPTIONS.allowed, *(name for name, _ in JOB_OPTIONS.own), *OF_TESTS}
    assert set(java_options()) <= known
