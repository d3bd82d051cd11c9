"""A tiny HTTP server that answers as set, for what a real cluster can't be made to say on demand."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Answer:
    """What is answered; `hang` waits for the event first, `cut` closes without a word."""

    status: int = 200
    body: str = "{}"
    cut: bool = False
    hang: threading.Event | None = None


@dataclass
class Served:
    """A running server and what it was asked."""

    url: str
    answers: dict[str, Answer]
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving(answers: dict[str, Answer]) -> Iterator[Served]:
    """Serve `answers` by path (without the query) on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            served.asked.append(f"{self.command} {self.path}")
            self.rfile.read(int(self.headers.get("content-length", 0)))
            answer = answers.get(self.path.split("?")[0], Answer(404, '{"errors": ["Not found."]}'))
            if answer.hang:
                answer.hang.wait(20)
            if answer.cut:
                self.close_connection = True
                return
            body = answer.body.encode()
            self.send_response(answer.status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Be silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Served(f"http://127.0.0.1:{server.server_port}", answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Call it with answers by path, each given as the fields of `Answer`."""
    with ExitStack() as servers:
        yield lambda answers: servers.enter_context(
            serving({path: Answer(**fields) for path, fields in answers.items()})
        )
