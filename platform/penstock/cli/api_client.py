"""A Penstock server as the command line sees it: its API, by a token."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import httpx

SECONDS = 30.0
_PAGE = 200


class RemoteError(Exception):
    """The server refused or could not be asked; the text is a sentence for the person at the terminal."""


class Unreachable(RemoteError):
    """It did not answer this time: what only reads may be asked again."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the server is. The token comes from the environment only: arguments are seen by everybody."""
    parser.add_argument(
        "--url",
        default=os.environ.get("PENSTOCK_URL", ""),
        help="the server's address (default: PENSTOCK_URL); the API token is read from PENSTOCK_TOKEN",
    )


class Server:
    """The API below one address; close it, or use it as a context manager."""

    def __init__(self, url: str, token: str) -> None:
        if not url:
            raise RemoteError("No server is named: give --url or set PENSTOCK_URL.")
        if not token:
            raise RemoteError("Set PENSTOCK_TOKEN to an API token; the page makes one under “API tokens”.")
        try:
            self._http = httpx.Client(
                base_url=f"{url.rstrip('/')}/api/",
                headers={"Authorization": f"Bearer {token}"},
                timeout=SECONDS,
            )
        except (httpx.InvalidURL, UnicodeError):
            raise RemoteError(f"{url} is not the address of a server.") from None

    @classmethod
    def of(cls, args: argparse.Namespace) -> Self:
        """The server that the arguments and the environment name."""
        return cls(args.url, os.environ.get("PENSTOCK_TOKEN", ""))

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        """What stands at a path below /api/."""
        return self._ask("GET", path, params=query)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send a body to a path and return the answer."""
        return self._ask("POST", path, json=body)

    def every(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """All entries of a list, page by page."""
        page = 1
        while True:
            answer = self.get(path, **query, page=page, page_size=_PAGE)
            yield from answer["results"]
            if not answer["next"]:
                return
            page += 1

    def _ask(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        base = f"{self._http.base_url}".removesuffix("/api/")
        try:
            answer = self._http.request(method, path, **more)
        except httpx.UnsupportedProtocol:
            raise RemoteError(f"{base} is not the address of a server: it begins with http://.") from None
        except httpx.HTTPError as error:
            raise Unreachable(f"{base} does not answer: {error or type(error).__name__}.") from None
        try:
            body = answer.json()
        except ValueError:
            body = None
        if answer.is_success and isinstance(body, dict):
            return body
        raise _refused(base, answer, body)


def _refused(base: str, answer: httpx.Response, body: Any) -> RemoteError:
    told = body.get("error", {}).get("message") if isinstance(body, dict) else None
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return RemoteError(f"{base} does not take the token in PENSTOCK_TOKEN: {told or 'sign in again.'}")
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        return Unreachable(told or f"{base} answers with an error ({answer.status_code}).")
    return RemoteError(told or f"{base} is no Penstock server: it answers {answer.status_code}.")
