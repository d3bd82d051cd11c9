"""HTTP to one Flink cluster: time-outs on every call, and errors that say what is known about the effect.

After a failed call the caller must know whether the cluster may have acted on it. The classes say so:
`Unreachable` (the request never arrived), `Timeout` and `ResponseLost` (it may have taken effect),
`HttpRejected` and `NotFound` (the cluster answered, and refused).
"""

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx

from penstock.flink.error_parsing import root_cause

#: Seconds: to connect, and to wait for an ordinary answer.
CONNECT = 2.0
READ = 5.0

#: A call between the cluster's parts that took too long, with or without the exception's name before it.
_INSIDE = re.compile(
    r"TimeoutException: Invocation of |AskTimeoutException|Ask timed out on \["
    r"|Invocation of \[[^\n]*timed out|← TimeoutException\b"
)


class FlinkError(Exception):
    """A call to a Flink cluster failed. The message is a sentence fit to be shown."""

    #: True when the cluster may have acted on the request although we have no answer.
    may_have_happened = False


class Unreachable(FlinkError):
    """Nothing answers at the cluster's address: the request never got there."""


class ResponseLost(FlinkError):
    """The connection broke after the request was sent: its effect is unknown."""

    may_have_happened = True


class Timeout(FlinkError):
    """The cluster took the request and didn't answer in time: its effect is unknown."""

    may_have_happened = True


class HttpRejected(FlinkError):
    """The cluster answered with an error. `cause` is its root cause, `detail` the whole text."""

    def __init__(self, message: str, *, status: int, cause: str, detail: str) -> None:
        super().__init__(message)
        self.status = status
        self.cause = cause
        self.detail = detail


class NotFound(HttpRejected):
    """The cluster answered that it doesn't know the resource."""


class Http:
    """JSON calls to the REST address of one cluster."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._client = httpx.Client(
            base_url=self.url,
            timeout=httpx.Timeout(READ, connect=CONNECT),
            limits=httpx.Limits(max_connections=16, max_keepalive_connections=8, keepalive_expiry=20),
            # A proxy of the environment is for the outside world, never for the cluster.
            trust_env=False,
        )

    def get(self, path: str, *, timeout: float = READ, **query: Any) -> Any:
        """The JSON answer to a GET.

        Raises:
            FlinkError: The subclass says whether the cluster may have acted, see the module.
        """
        return self._json(self._call("GET", path, timeout=timeout, params=query or None))

    def post(self, path: str, body: Mapping[str, Any], *, timeout: float = READ) -> Any:
        """The JSON answer to a POST with a JSON body.

        Raises:
            FlinkError: The subclass says whether the cluster may have acted, see the module.
        """
        return self._json(self._call("POST", path, timeout=timeout, json=dict(body)))

    def patch(self, path: str, *, timeout: float = READ, **query: Any) -> Any:
        """The JSON answer to a PATCH without a body.

        Raises:
            FlinkError: The subclass says whether the cluster may have acted, see the module.
        """
        return self._json(self._call("PATCH", path, timeout=timeout, params=query or None))

    def delete(self, path: str, *, timeout: float = READ) -> Any:
        """The JSON answer to a DELETE.

        Raises:
            FlinkError: The subclass says whether the cluster may have acted, see the module.
        """
        return self._json(self._call("DELETE", path, timeout=timeout))

    def upload(self, path: str, file: Path, name: str, *, timeout: float) -> Any:
        """Send a file as a multipart form, streamed from disk.

        Raises:
            FlinkError: The subclass says whether the cluster may have acted, see the module.
        """
        with file.open("rb") as content:
            files = {"jarfile": (name, content, "application/x-java-archive")}
            return self._json(self._call("POST", path, timeout=timeout, files=files))

    def tail(self, path: str, *, limit: int, timeout: float = 10.0) -> bytes:
        """The last `limit` bytes of a text resource; Flink knows no ranges, so the rest is read past.

        Raises:
            FlinkError: The subclass says whether the cluster answered.
        """
        kept = b""
        try:
            with self._client.stream("GET", path, timeout=timeout) as answer:
                if answer.status_code >= 400:
                    answer.read()
                    self._raise(answer)
                for chunk in answer.iter_bytes():
                    kept = (kept + chunk)[-limit:]
        except httpx.HTTPError as error:
            raise self._translated(error) from error
        return kept

    def _call(self, method: str, path: str, *, timeout: float, **options: Any) -> httpx.Response:
        limits = httpx.Timeout(timeout, connect=min(CONNECT, timeout))
        try:
            answer = self._client.request(method, path, timeout=limits, **options)
        except httpx.HTTPError as error:
            raise self._translated(error) from error
        if answer.status_code >= 400:
            self._raise(answer)
        return answer

    def _translated(self, error: httpx.HTTPError) -> FlinkError:
        match error:
            case httpx.ConnectTimeout() | httpx.PoolTimeout():
                return Unreachable(f"The Flink cluster at {self.url} doesn't answer: no connection in time.")
            case httpx.ConnectError() | httpx.UnsupportedProtocol():
                return Unreachable(f"The Flink cluster at {self.url} can't be reached: {error}.")
            case httpx.TimeoutException():
                return Timeout(f"The Flink cluster at {self.url} took the request but didn't answer in time.")
        return ResponseLost(
            f"The connection to the Flink cluster at {self.url} broke before its answer came."
        )

    def _raise(self, answer: httpx.Response) -> None:
        if answer.status_code == 503:
            # While a JobManager is starting or electing a leader it takes no requests.
            raise Unreachable(f"The Flink cluster at {self.url} is starting and takes no requests yet.")
        detail = _error_text(answer)
        cause = root_cause(detail)
        if _INSIDE.search(detail):
            # A call between the cluster's own parts took too long: it may have been carried out.
            raise Timeout(f"The Flink cluster at {self.url} is too busy to answer.")
        kind = NotFound if answer.status_code == 404 else HttpRejected
        raise kind(
            f"Flink rejected the request: {cause}", status=answer.status_code, cause=cause, detail=detail
        )

    def _json(self, answer: httpx.Response) -> Any:
        try:
            return answer.json()
        except ValueError as error:
            raise HttpRejected(
                f"What answers at {self.url} isn't a Flink cluster: its answer isn't JSON.",
                status=answer.status_code,
                cause="not a Flink cluster",
                detail=answer.text[:2000],
            ) from error


def _error_text(answer: httpx.Response) -> str:
    try:
        errors = answer.json()["errors"]
        return "\n".join(str(error) for error in errors)
    except (ValueError, KeyError, TypeError):
        return answer.text[:2000] or f"HTTP {answer.status_code}"


@lru_cache(maxsize=256)
def _http_of_process(url: str, _pid: int) -> Http:
    return Http(url)


def http_for(url: str) -> Http:
    """The connection pool to a cluster, one per process: a pool must not be shared across a fork."""
    return _http_of_process(url.rstrip("/"), os.getpid())
