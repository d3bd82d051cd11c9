"""Limits the size of a request while it is received: under ASGI Django first reads all of it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.http import JsonResponse

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Scope = dict[str, Any]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_ENVELOPE = 1024 * 1024
"""Room for the multipart envelope of a file."""


class _TooLargeError(Exception):
    """The request is larger than the limit."""


class RequestSizeLimit:
    """Responds with 413 as soon as the declared or received size exceeds that of the largest file."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward the request and count its bytes."""
        # Settings are ready only now, and tests change them.
        from django.conf import settings

        limit, received = settings.UPLOAD_MAX_BYTES + _ENVELOPE, 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise _TooLargeError
            return message

        try:
            if _content_length(scope) > limit:
                raise _TooLargeError
            await self._app(scope, receive_counted, send)
        except _TooLargeError:
            await _reject(send)


def _content_length(scope: Scope) -> int:
    """The declared length of the request; 0 if it is missing or invalid."""
    declared = dict(scope["headers"]).get(b"content-length", b"")
    return int(declared) if declared.isdigit() else 0


async def _reject(send: Send) -> None:
    from apps.core.uploads import too_large_error

    error = too_large_error()
    answer = JsonResponse(error.body(), status=error.status)
    headers = [(name.lower().encode(), value.encode()) for name, value in answer.items()]
    headers.append((b"content-length", str(len(answer.content)).encode()))
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})
