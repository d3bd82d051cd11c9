"""Uploads: to disk as they come in, and refused while they come in when they are too large."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser
from django.test import RequestFactory

from apps.core.errors import TooLarge
from apps.core.uploads import BoundedUploadHandler
from penstock.web.middleware.request_size import RequestSizeLimit

KIB = 1024


def app(read: list[int]) -> Any:
    """An application that reads all of its request, as Django does, and notes the sizes."""

    async def run(scope: Any, receive: Any, send: Any) -> None:
        more = True
        while more:
            message = await receive()
            read.append(len(message["body"]))
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return RequestSizeLimit(run)


def ask(read: list[int], chunks: list[bytes], headers: list[tuple[bytes, bytes]]) -> int:
    async def go() -> int:
        communicator = ApplicationCommunicator(app(read), {"type": "http", "headers": headers})
        for number, chunk in enumerate(chunks, start=1):
            more = number < len(chunks)
            await communicator.send_input({"type": "http.request", "body": chunk, "more_body": more})
        start = await communicator.receive_output(5)
        answer = await communicator.receive_output(5)
        if start["status"] != 200:
            assert b"larger than 1 MB" in answer["body"]
        return int(start["status"])

    return asyncio.run(go())


@pytest.fixture(autouse=True)
def _small(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * KIB


@pytest.mark.parametrize(
    ("chunks", "length", "status", "taken"),
    [
        ([b"x" * KIB] * 2, None, 200, 2),
        ([b"x" * KIB] * 2, b"2048", 200, 2),
        ([b"x" * 1024 * KIB] * 2, b"nonsense", 200, 2),
        ([b"x" * 1024 * KIB] * 5, None, 413, 2),
        ([b"x" * 1024 * KIB] * 5, str(5 * 1024 * KIB).encode(), 413, 0),
    ],
)
def test_a_request_is_judged_before_all_of_it_is_there(
    chunks: list[bytes], length: bytes | None, status: int, taken: int
) -> None:
    read: list[int] = []
    headers = [(b"content-length", length)] if length is not None else []
    assert ask(read, chunks, headers) == status
    assert len(read) == taken


def parse(fill: Callable[[], bytes]) -> tuple[QueryDict, Any]:
    boundary = "b0undary"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    body = part.encode() + fill() + f"\r\n--{boundary}--\r\n".encode()
    request = RequestFactory().generic("POST", "/", body, f"multipart/form-data; boundary={boundary}")
    return MultiPartParser(request.META, request, [BoundedUploadHandler(request)]).parse()


def test_a_small_file_lies_on_disk_too() -> None:
    _, files = parse(lambda: b"a,b\n")
    assert isinstance(files["file"], TemporaryUploadedFile)
    assert files["file"].read() == b"a,b\n"


def test_a_file_that_is_too_large_is_refused() -> None:
    parse(lambda: b"x" * 1024 * KIB)
    with pytest.raises(TooLarge, match="larger than 1 MB"):
        parse(lambda: b"x" * (1024 * KIB + 1))
