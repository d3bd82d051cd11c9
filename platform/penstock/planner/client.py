"""The client side of the planner: one warm process per engine, replaced when it exits, hangs or grows."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from penstock.compiler.script import Script
from penstock.compiler.statement_result import StatementResult
from penstock.flink.installation import Engine
from penstock.planner import protocol, warmup_job
from penstock.planner.jvm_process import JvmProcess, ProcessCorrupted, ProcessExited, ResponseTimeout
from penstock.planner.protocol import AnalyzeResult, CheckParams, CheckResult, NoParams, Request
from penstock.planner.statement_quarantine import STATEMENT_CPU_SECONDS, StatementQuarantine

CHECK_SECONDS = 30.0
_NO_PARAMS: NoParams = {}
Params = TypeVar("Params", bound=Mapping[str, object])
Result = TypeVar("Result")
Checked = TypeVar("Checked", bound=CheckResult)


class PlannerError(Exception):
    """The planner refused a request; the text is a sentence for people."""


class PlannerUnavailable(PlannerError):
    """The planner could not answer: it exited twice, took too long, or cannot be started."""


class PlannerFull(PlannerUnavailable):
    """The planner ran out of memory on a request, and so did a fresh one."""


class PlannerProcess:
    """One planner process, started by the first request. Threads may share it; they are served in turn."""

    def __init__(
        self,
        engine: Engine,
        *,
        heap_mb: int = 768,
        rss_limit_mb: int = 1500,
        log: Path | None = None,
        sandboxed: bool = True,
    ) -> None:
        """Nothing is started yet.

        Args:
            engine: The installation of Flink.
            heap_mb: Largest heap of the JVM, in MiB.
            rss_limit_mb: A process that is larger after an answer, in MiB, is replaced.
            log: Where its standard error goes; None discards it.
            sandboxed: Whether it may only write in a folder of its own and open no connection. A process that
                submits jobs needs the network.
        """
        self.engine = engine
        self.sandboxed = sandboxed
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

    def request(
        self, request: Request[Params, Result], params: Params, timeout: float = CHECK_SECONDS
    ) -> Result:
        """The result of one request, within `timeout` seconds.

        A process that exits meanwhile is replaced and gets the request once more.

        Raises:
            PlannerUnavailable: No answer came in time, or the process exited again.
            PlannerError: The planner itself refuses the request.
            EngineError: The engine is not installed.
        """
        with self._take_turn(timeout) as deadline:
            result: Result = _unwrap(self._request_with_retry(request.name, params, deadline, timeout))
            return result

    def check(self, script: Script, timeout: float = CHECK_SECONDS) -> list[StatementResult]:
        """The result of each statement; one that hangs or crashes the planner gets one too.

        Raises:
            PlannerUnavailable: No answer came in time, and no statement is to blame.
        """
        return self._check(protocol.CHECK, script, timeout)[0]

    def analyze(self, script: Script, timeout: float = CHECK_SECONDS) -> AnalyzeResult:
        """The same as `check`, with the branches and the nondeterministic calls of a valid script.

        Raises:
            PlannerUnavailable: No answer came in time, and no statement is to blame.
        """
        statements, last = self._check(protocol.ANALYZE, script, timeout)
        if last is None:
            return {"statements": statements, "branches": [], "nondeterminism": []}
        return {**last, "statements": statements}

    def close(self) -> None:
        """End the process, waiting for a request that is under way."""
        with self._turn:
            self._terminate()

    def _check(
        self, request: Request[CheckParams, Checked], script: Script, timeout: float
    ) -> tuple[list[StatementResult], Checked | None]:
        """The results of the statements, and the planner's last whole answer, if it gave one."""
        last: Checked | None = None
        with self._take_turn(timeout) as deadline:

            def check_once(params: CheckParams) -> list[StatementResult]:
                nonlocal last
                answer = self._request_once(request.name, params, deadline, STATEMENT_CPU_SECONDS)
                result: Checked = _unwrap(answer)
                last = result
                return result["statements"]

            try:
                return self._quarantine.check(script, check_once), last
            except ResponseTimeout:
                raise _timeout_error(timeout) from None
            except ProcessExited:
                raise _exited_error() from None

    @contextmanager
    def _take_turn(self, timeout: float) -> Iterator[float]:
        """Wait until no other thread has a request under way; gives the deadline."""
        deadline = time.monotonic() + timeout
        if not self._turn.acquire(timeout=timeout):
            raise PlannerUnavailable(f"The planner was busy for {timeout:g} s. Try again.")
        try:
            yield deadline
        finally:
            self._turn.release()

    def _request_with_retry(
        self, method: str, params: Mapping[str, object], deadline: float, timeout: float
    ) -> dict[str, Any]:
        full = False
        for _ in range(2):
            try:
                return self._request_once(method, params, deadline)
            except ResponseTimeout:
                # What hangs the planner once would hang it again: no second attempt.
                raise _timeout_error(timeout) from None
            except ProcessExited as end:
                full = end.out_of_memory
        if full:
            raise PlannerFull(f"This needs more memory than the planner has ({self.heap_mb} MiB).")
        raise _exited_error()

    def _request_once(
        self,
        method: str,
        params: Mapping[str, object],
        deadline: float,
        statement_seconds: float = math.inf,
    ) -> dict[str, Any]:
        """One request, repeated on a new process when this one says that it is corrupted.

        After ProcessExited or ResponseTimeout no process is left.
        """
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
                        f"The planner is not installed completely ({error}). {self.engine.remedy}"
                    ) from None
            else:
                self._recycle_if_large()
                return answer
        raise AssertionError

    def _ensure_running(self) -> JvmProcess:
        if self._jvm is None or not self._jvm.alive or self._jvm.outdated:
            self._terminate()
            try:
                self._jvm = JvmProcess(self.engine, self.heap_mb, self.log, sandboxed=self.sandboxed)
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
    return PlannerUnavailable("The planner exited twice on this request; the next one starts a new process.")


class Planner:
    """The planner's methods, typed."""

    def __init__(self, process: PlannerProcess) -> None:
        self.process = process

    def engine(self, timeout: float = CHECK_SECONDS) -> str:
        """The exact version of the engine that answers."""
        return self.process.request(protocol.PING, _NO_PARAMS, timeout)["engine"]

    def check(self, script: Script, timeout: float = CHECK_SECONDS) -> CheckResult:
        """One result per statement.

        A statement that takes the planner too long, or all of its memory, has an error of the kind `plan`.
        """
        return {"statements": self.process.check(script, timeout)}

    def explain(self, script: Script, timeout: float = CHECK_SECONDS) -> protocol.ExplainResult:
        """The plan of the whole job, and its operators."""
        params: protocol.ScriptParams = {"script": script.to_dict()}
        return self.process.request(protocol.EXPLAIN, params, timeout)

    def functions(self, timeout: float = CHECK_SECONDS) -> list[protocol.Function]:
        """Every built-in function, by name."""
        return self.process.request(protocol.FUNCTIONS, _NO_PARAMS, timeout)

    def unquote(
        self, identifiers: list[str], literals: list[str], timeout: float = CHECK_SECONDS
    ) -> protocol.UnquoteResult:
        """How Flink parses quoted identifiers and literals."""
        params: protocol.UnquoteParams = {"identifiers": identifiers, "literals": literals}
        return self.process.request(protocol.UNQUOTE, params, timeout)

    def warm_up(self, rounds: int = 6) -> None:
        """Start the process and let it check a job a few times, so that no person's request finds it cold."""
        for number in range(rounds):
            self.check(warmup_job.build_script(number), timeout=60)
