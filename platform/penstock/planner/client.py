"""Our side of the planner: one warm process per engine, replaced when it dies, hangs or grows."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from penstock.compiler.script import Script
from penstock.flink.installation import Engine
from penstock.planner import warmup_job
from penstock.planner.jvm_process import JvmProcess, ProcessCorrupted, ProcessExited, ResponseTimeout
from penstock.planner.statement_quarantine import STATEMENT_CPU_SECONDS, StatementQuarantine, Verdicts

CHECK_SECONDS = 30.0


class PlannerError(Exception):
    """The planner refused a request; the text is a sentence for people."""


class PlannerUnavailable(PlannerError):
    """The planner could not answer: it died twice, took too long, or cannot be started."""


class PlannerFull(PlannerUnavailable):
    """The planner ran out of memory on a request, and so did a fresh one."""


class PlannerProcess:
    """One planner process, started when first asked. Threads may share it; they are served in turn."""

    def __init__(
        self, engine: Engine, *, heap_mb: int = 768, rss_limit_mb: int = 1500, log: Path | None = None
    ) -> None:
        """`rss_limit_mb`: a process that is larger after an answer is replaced. `log`: what it prints."""
        self.engine = engine
        self.heap_mb = heap_mb
        self.rss_limit_mb = rss_limit_mb
        self.log = log
        self._turn = threading.Lock()
        self._jvm: JvmProcess | None = None
        self._quarantine = StatementQuarantine()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process id, or None while none runs."""
        jvm = self._jvm
        return jvm.pid if jvm and jvm.alive else None

    def request(self, method: str, params: dict[str, Any], timeout: float = CHECK_SECONDS) -> Any:
        """The result of one request, within `timeout` seconds.

        A process that dies meanwhile is replaced and asked once more. Raises PlannerUnavailable, EngineError,
        or PlannerError when the planner itself refuses the request.
        """
        with self._take_turn(timeout) as deadline:
            return _unwrap(self._request_with_retry(method, params, deadline, timeout))

    def check(self, script: Script, timeout: float = CHECK_SECONDS) -> Verdicts:
        """The verdict on each statement; one that hangs or kills the planner gets one too."""
        with self._take_turn(timeout) as deadline:

            def ask(params: dict[str, Any]) -> Verdicts:
                answer = _unwrap(self._request_once("check", params, deadline, STATEMENT_CPU_SECONDS))
                return list(answer["statements"])

            try:
                return self._quarantine.check(script, ask)
            except ResponseTimeout:
                raise _timeout_error(timeout) from None
            except ProcessExited:
                raise _exited_error() from None

    def close(self) -> None:
        """End the process, waiting for a request that is under way."""
        with self._turn:
            self._terminate()

    @contextmanager
    def _take_turn(self, timeout: float) -> Iterator[float]:
        """One's turn, and when it has to be over."""
        deadline = time.monotonic() + timeout
        if not self._turn.acquire(timeout=timeout):
            raise PlannerUnavailable(f"The planner was busy for {timeout:g} s. Try again.")
        try:
            yield deadline
        finally:
            self._turn.release()

    def _request_with_retry(
        self, method: str, params: dict[str, Any], deadline: float, timeout: float
    ) -> dict[str, Any]:
        full = False
        for _ in range(2):
            try:
                return self._request_once(method, params, deadline)
            except ResponseTimeout:
                # What hangs the planner once would hang it again: it is not asked a second time.
                raise _timeout_error(timeout) from None
            except ProcessExited as end:
                full = end.out_of_memory
        if full:
            raise PlannerFull(f"This needs more memory than the planner has ({self.heap_mb} MiB).")
        raise _exited_error()

    def _request_once(
        self, method: str, params: dict[str, Any], deadline: float, statement_seconds: float = math.inf
    ) -> dict[str, Any]:
        """Ask, and ask a new process when this one says that it is broken. After Died or Late it is gone."""
        for again in (True, False):
            try:
                answer = self._ensure_running().request(
                    method, params, deadline - time.monotonic(), statement_seconds
                )
            except ProcessExited:
                self._terminate()
                raise
            except ProcessCorrupted as error:
                self._terminate()
                if not again:
                    raise PlannerUnavailable(
                        f"The planner is not installed completely ({error}). Run `make install`."
                    ) from None
            else:
                self._recycle_if_large()
                return answer
        raise AssertionError

    def _ensure_running(self) -> JvmProcess:
        if self._jvm is None or not self._jvm.alive or self._jvm.outdated:
            self._terminate()
            try:
                self._jvm = JvmProcess(self.engine, self.heap_mb, self.log)
            except OSError as error:
                raise PlannerUnavailable(f"The planner cannot be started: {error}.") from error
        return self._jvm

    def _recycle_if_large(self) -> None:
        if self._jvm and self._jvm.rss_mb() > self.rss_limit_mb:
            self._terminate()

    def _terminate(self) -> None:
        if self._jvm:
            self._jvm.stop()
            self._jvm = None


def _unwrap(answer: dict[str, Any]) -> Any:
    if "error" in answer:
        raise PlannerError(answer["error"])
    return answer["result"]


def _timeout_error(timeout: float) -> PlannerUnavailable:
    return PlannerUnavailable(f"The planner took longer than {timeout:g} s and was restarted.")


def _exited_error() -> PlannerUnavailable:
    return PlannerUnavailable("The planner stopped twice on this request; it starts anew with the next one.")


class Planner:
    """The planner's methods, typed."""

    def __init__(self, process: PlannerProcess) -> None:
        self.process = process

    def engine(self, timeout: float = CHECK_SECONDS) -> str:
        """The exact version of the engine that answers."""
        return str(self.process.request("ping", {}, timeout)["engine"])

    def check(self, script: Script, timeout: float = CHECK_SECONDS) -> dict[str, Any]:
        """`{"statements": [{"ok": true, "columns": […]} | {"ok": false, "error": {…}}]}`, one per statement.

        A column is `{"name", "type", "nullable"}`; a time attribute has also `"time"`: `event`, `processing`.
        An error is `{"message", "line", "column", "end_line", "end_column", "kind"}`; the place is one in the
        statement's `sql`, or null. Kinds: `parse`, `not-a-query`, `validate`, `plan`, and `upstream` for a
        statement that was not looked at, because one that it reads is wrong. What takes the planner too long,
        or all of its memory, is a problem of kind `plan` on that statement.
        """
        return {"statements": self.process.check(script, timeout)}

    def explain(self, script: Script, timeout: float = CHECK_SECONDS) -> dict[str, Any]:
        """`{"plan": text, "json": {"nodes": […]}}`: the plan of the whole job, and its operators."""
        return self._answer("explain", {"script": script.to_dict()}, timeout)

    def functions(self, timeout: float = CHECK_SECONDS) -> list[dict[str, Any]]:
        """Every built-in function: `{"name", "signatures": [text…]}`, by name."""
        found: list[dict[str, Any]] = self.process.request("functions", {}, timeout)
        return found

    def unquote(
        self, identifiers: list[str], literals: list[str], timeout: float = CHECK_SECONDS
    ) -> dict[str, Any]:
        """How Flink reads quoted names and texts: `{"identifiers": [[part…]…], "literals": [text…]}`."""
        return self._answer("unquote", {"identifiers": identifiers, "literals": literals}, timeout)

    def warm_up(self, rounds: int = 6) -> None:
        """Start the process and let it check a job a few times, so that people never meet it cold."""
        for number in range(rounds):
            self.check(warmup_job.build_script(number), timeout=60)

    def _answer(self, method: str, params: dict[str, Any], timeout: float) -> dict[str, Any]:
        answer: dict[str, Any] = self.process.request(method, params, timeout)
        return answer
