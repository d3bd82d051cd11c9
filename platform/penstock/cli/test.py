"""`penstock test`: run the unit tests of jobs on a server, for CI."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from penstock.cli import api_client, junit_report
from penstock.cli.api_client import ApiClient, ApiError, ServerUnreachable
from penstock.cli.junit_report import Suite

_ACTIVE_STATES = ("queued", "running")
_POLL_INTERVAL = 0.25
#: Seconds that a server may be unreachable while its runs continue.
_OUTAGE_TIMEOUT = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `test`."""
    api_client.add_arguments(parser)
    parser.add_argument("--project", help="name or id of the project (default: all that the token may see)")
    parser.add_argument("--job", help="name or id of the job (default: all that have test cases)")
    parser.add_argument(
        "--of",
        default="draft",
        metavar="VERSION",
        help="what to test: draft (the default), latest, or the number of a version, which has its own suite",
    )
    parser.add_argument("--junit", metavar="FILE", type=Path, help="write a JUnit XML report")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=float, default=1800, help="give up after this time (1800)"
    )


def run(args: argparse.Namespace) -> int:
    """Print each verdict. The exit code is 1 if a test did not pass, 2 if there was nothing to test."""
    try:
        with ApiClient.from_args(args) as client:
            suites = list(_run_suites(client, args))
        if args.junit:
            _write(args.junit, junit_report.render_junit(suites))
    except ApiError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    found = junit_report.count_verdicts(suites)
    totals = [f"{number} {what}" for what, number in found.items() if number or what == "passed"]
    print(", ".join(totals))
    if not any(found.values()):
        print("error: There is no test case to run.", file=sys.stderr)
        return 2
    return 1 if found["failed"] or found["error"] else 0


def _run_suites(client: ApiClient, args: argparse.Namespace) -> Iterator[Suite]:
    deadline = time.monotonic() + args.timeout
    chosen = list(_select_jobs(client, args.project, args.job))
    if not chosen:
        raise ApiError("There is no such job.")
    for project, job in chosen:
        ids = _start_runs(client, job, args.of)
        if ids:
            what = args.of if args.of in ("draft", "latest") else f"version {args.of}"
            print(f"{project['name']}: {job['name']} ({what})", flush=True)
            yield Suite(project["name"], job["name"], what, list(_follow_runs(client, ids, deadline)))


def _select_jobs(
    client: ApiClient, project: str | None, job: str | None
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    projects = [one for one in client.get_all("projects/") if project in (None, one["name"], one["id"])]
    if not projects:
        raise ApiError(f"There is no project {project!r} that the token may see.")
    for one in projects:
        for found in client.get_all(f"projects/{one['id']}/jobs/"):
            if job in (None, found["name"], found["id"]):
                yield one, found


def _start_runs(client: ApiClient, job: dict[str, Any], wanted: str) -> list[str]:
    """Start runs of all cases of a job and return their ids; none if it has no cases or no such version."""
    body: dict[str, Any] = {}
    if wanted != "draft":
        number = job["last_version"] if wanted == "latest" else _parse_version(wanted)
        if not 0 < number <= job["last_version"]:
            return []
        body["version"] = number
    elif not any(client.get_all(f"jobs/{job['id']}/cases/")):
        return []
    return [run["id"] for run in client.post(f"jobs/{job['id']}/cases/run/", body)["runs"]]


def _parse_version(wanted: str) -> int:
    if not wanted.isdecimal():
        raise ApiError(f"--of takes draft, latest or a version's number, not {wanted!r}.")
    return int(wanted)


def _follow_runs(client: ApiClient, ids: list[str], deadline: float) -> Iterator[dict[str, Any]]:
    """Yield the runs as they end and print each one."""
    for id_ in ids:
        run = _wait_for_run(client, id_, deadline)
        for line in junit_report.format_run(run):
            print(line, flush=True)
        yield run


def _wait_for_run(client: ApiClient, id_: str, deadline: float) -> dict[str, Any]:
    silent_since: float | None = None
    while True:
        try:
            run = client.get(f"runs/{id_}/")
        except ServerUnreachable:
            silent_since = silent_since or time.monotonic()
            if time.monotonic() - silent_since > _OUTAGE_TIMEOUT:
                raise
        else:
            silent_since = None
            if run["state"] not in _ACTIVE_STATES:
                return run
        if time.monotonic() > deadline:
            raise ApiError("The tests took longer than --timeout allows; they continue on the server.")
        time.sleep(_POLL_INTERVAL)


def _write(path: Path, report: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(report)
    except OSError as error:
        raise ApiError(f"{path} cannot be written: {error.strerror}.") from None
