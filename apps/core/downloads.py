"""Files that leave chunk by chunk, whatever serves them."""

import asyncio
from collections.abc import AsyncIterator, Iterator

from django.core.handlers.asgi import ASGIRequest
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from rest_framework.request import Request


def stream(
    request: Request, chunks: Iterator[bytes], name: str, size: int | None = None
) -> StreamingHttpResponse:
    """The chunks as a download of JSON lines called `name`."""
    # Under ASGI Django would first gather all that a plain iterator gives.
    over_asgi = isinstance(request._request, ASGIRequest)
    response = StreamingHttpResponse(
        _apart(chunks) if over_asgi else chunks, content_type="application/jsonl"
    )
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    if size is not None:
        response["Content-Length"] = str(size)
    return response


async def _apart(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The chunks, each read in a thread."""
    end = object()
    while (chunk := await asyncio.to_thread(next, chunks, end)) is not end:
        yield chunk  # type: ignore[misc]
