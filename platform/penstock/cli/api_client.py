"""A client of a Penstock server's API, authenticated by a token."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import httpx

SECONDS = 30.0
_PAGE = 200


class ApiError(Exception):
    """The server rejected a request or is unreachable; the text is a sentence for the user."""


class ServerUnreachable(ApiError):
    """The server did not respond; a read may be retried."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--url`. The token is read from the environment only: other users can see arguments."""
    parser.add_argument(
        "--url",
        default=os.environ.get("PENSTOCK_URL", ""),
        help="the server's address (default: PENSTOCK_URL); the API token is read from PENSTOCK_TOKEN",
    )


class ApiClient:
    """The API of one server. A context manager that closes its connections."""

    def __init__(self, url: str, token: str) -> None:
        if not url:
            raise ApiError("There is no server address: give --url or set PENSTOCK_URL.")
        if not token:
            raise ApiError("Set PENSTOCK_TOKEN to an API token; the page makes one under “API tokens”.")
        try:
            self._http = httpx.Client(
                base_url=f"{url.rstrip('/')}/api/",
                headers={"Authorization": f"Bearer {token}"},
                timeout=SECONDS,
            )
        except (httpx.InvalidURL, UnicodeError):
            raise ApiError(f"{url} is not the address of a server.") from None

    @classmethod
    def from_args(cls, args: argparse.Namespace) -> Self:
        """Create a client from parsed arguments and PENSTOCK_TOKEN."""
        return cls(args.url, os.environ.get("PENSTOCK_TOKEN", ""))

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        """Fetch the JSON object at a path below /api/.

        Raises:
            ServerUnreachable: The server does not respond, or has an error of its own.
            ApiError: The server rejects the request or the token, or is no Penstock server.
        """
        return self._request("GET", path, params=query)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post a JSON body to a path and return the response's object.

        Raises:
            ServerUnreachable: The server does not respond, or has an error of its own. It may have acted.
            ApiError: The server rejects the request or the token, or is no Penstock server.
        """
        return self._request("POST", path, json=body)

    def get_all(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Iterate over all entries of a paginated list.

        Raises:
            ApiError: As for `get`.
        """
        page = 1
        while True:
            answer = self.get(path, **query, page=page, page_size=_PAGE)
            yield from answer["results"]
            if not answer["next"]:
                return
            page += 1

    def _request(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        base = f"{self._http.base_url}".removesuffix("/api/")
        try:
            answer = self._http.request(method, path, **more)
        except httpx.UnsupportedProtocol:
            raise ApiError(f"{base} is not the address of a server: it begins with http://.") from None
        except httpx.HTTPError as error:
            raise ServerUnreachable(f"{base} does not respond: {error or type(error).__name__}.") from None
        try:
            body = answer.json()
        except ValueError:
            body = None
        if answer.is_success and isinstance(body, dict):
            return body
        raise _rejection(base, answer, body)


def _rejection(base: str, answer: httpx.Response, body: object) -> ApiError:
    message = body.get("error", {}).get("message") if isinstance(body, dict) else None
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return ApiError(f"{base} rejects the token in PENSTOCK_TOKEN: {message or 'sign in again.'}")
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        return ServerUnreachable(message or f"{base} responds with an error ({answer.status_code}).")
    return ApiError(message or f"{base} is not a Penstock server: it responds with {answer.status_code}.")
