"""`penstock test`: run the unit tests of drawn jobs on a server, for a CI."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from penstock.cli import api_client, junit_report
from penstock.cli.api_client import RemoteError, Server, Unreachable
from penstock.cli.junit_report import Suite

_OPEN = ("queued", "running")
_PAUSE = 0.25
#: Seconds that a server may be away while its runs go on.
_PATIENCE = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `test`."""
    api_client.add_arguments(parser)
    parser.add_argument("--project", help="name or id of the project (default: all that the token may see)")
    parser.add_argument("--job", help="name or id of the job (default: all that have test cases)")
    parser.add_argument(
        "--of",
        default="draft",
        metavar="VERSION",
        help="what is tested: draft (the default), latest, or a version's number with the suite it came with",
    )
    parser.add_argument("--junit", metavar="FILE", type=Path, help="write a JUnit XML report")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=float, default=1800, help="give up after this time (1800)"
    )


def run(args: argparse.Namespace) -> int:
    """Print each verdict. The exit code is 1 when a test did not pass, 2 when there was nothing to test."""
    try:
        with Server.of(args) as server:
            suites = list(_suites(server, args))
        if args.junit:
            _write(args.junit, junit_report.junit(suites))
    except RemoteError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    found = junit_report.count(suites)
    told = [f"{number} {what}" for what, number in found.items() if number or what == "passed"]
    print(", ".join(told))
    if not any(found.values()):
        print("error: There is no test case to run.", file=sys.stderr)
        return 2
    return 1 if found["failed"] or found["error"] else 0


def _suites(server: Server, args: argparse.Namespace) -> Iterator[Suite]:
    deadline = time.monotonic() + args.timeout
    chosen = list(_jobs(server, args.project, args.job))
    if not chosen:
        raise RemoteError("There is no such job.")
    for project, job in chosen:
        ids = _begun(server, job, args.of)
        if ids:
            what = args.of if args.of in ("draft", "latest") else f"version {args.of}"
            print(f"{project['name']}: {job['name']} ({what})", flush=True)
            yield Suite(project["name"], job["name"], what, list(_followed(server, ids, deadline)))


def _jobs(
    server: Server, project: str | None, job: str | None
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    projects = [one for one in server.every("projects/") if project in (None, one["name"], one["id"])]
    if not projects:
        raise RemoteError(f"There is no project {project!r} that the token may see.")
    for one in projects:
        for found in server.every(f"projects/{one['id']}/jobs/"):
            if job in (None, found["name"], found["id"]):
                yield one, found


def _begun(server: Server, job: dict[str, Any], wanted: str) -> list[str]:
    """The runs of all cases of a job, set going; none when it has no cases, or not that version."""
    body: dict[str, Any] = {}
    if wanted != "draft":
        number = job["last_version"] if wanted == "latest" else _number(wanted)
        if not 0 < number <= job["last_version"]:
            return []
        body["version"] = number
    elif not any(server.every(f"jobs/{job['id']}/cases/")):
        return []
    return [run["id"] for run in server.post(f"jobs/{job['id']}/cases/run/", body)["runs"]]


def _number(wanted: str) -> int:
    if not wanted.isdecimal():
        raise RemoteError(f"--of takes draft, latest or a version's number, not {wanted!r}.")
    return int(wanted)


def _followed(server: Server, ids: list[str], deadline: float) -> Iterator[dict[str, Any]]:
    """The runs as they end, each printed at once."""
    for id_ in ids:
        run = _ended(server, id_, deadline)
        for line in junit_report.lines(run):
            print(line, flush=True)
        yield run


def _ended(server: Server, id_: str, deadline: float) -> dict[str, Any]:
    silent_since: float | None = None
    while True:
        try:
            run = server.get(f"runs/{id_}/")
        except Unreachable:
            silent_since = silent_since or time.monotonic()
            if time.monotonic() - silent_since > _PATIENCE:
                raise
        else:
            silent_since = None
            if run["state"] not in _OPEN:
                return run
        if time.monotonic() > deadline:
            raise RemoteError("The tests took longer than --timeout allows; they go on at the server.")
        time.sleep(_PAUSE)


def _write(path: Path, report: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(report)
    except OSError as error:
        raise RemoteError(f"{path} cannot be written: {error.strerror}.") from None
