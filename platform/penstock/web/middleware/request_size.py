"""The size of a request, judged while it comes in: under ASGI Django first gathers all of it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.http import JsonResponse

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]

_ENVELOPE = 1024 * 1024
"""Room for what stands around a file."""


class _TooLargeError(Exception):
    """More has come than is taken."""


class RequestSizeLimit:
    """Answers 413 as soon as a request says or shows that it is larger than the largest file and a little."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Hand the request on, counting."""
        # Settings are ready only now, and tests change them.
        from django.conf import settings

        most, taken = settings.UPLOAD_MAX_BYTES + _ENVELOPE, 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise _TooLargeError
            return message

        try:
            if _content_length(scope) > most:
                raise _TooLargeError
            await self._app(scope, counted, send)
        except _TooLargeError:
            await _reject(send)


def _content_length(scope: Any) -> int:
    """What the request says of its length; 0 when it says nothing that can be understood."""
    told = dict(scope["headers"]).get(b"content-length", b"")
    return int(told) if told.isdigit() else 0


async def _reject(send: Send) -> None:
    from apps.core.uploads import too_large_error

    refused = too_large_error()
    answer = JsonResponse(refused.body(), status=refused.status)
    headers = [(name.lower().encode(), value.encode()) for name, value in answer.items()]
    headers.append((b"content-length", str(len(answer.content)).encode()))
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})
