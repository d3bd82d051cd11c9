"""A TCP proxy in front of a cluster that loses answers on demand."""

import asyncio
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Proxy:
    """Forwards bytes; after `lose(part)`, the answer to the next request whose head holds `part` is lost."""

    def __init__(self, target: str) -> None:
        self.host, _, port = target.partition(":")
        self.port = int(port)
        self.lost = 0
        self._losing: list[bytes] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._listens}"

    def lose(self, part: str) -> None:
        """Let the next such request through, and cut the connection instead of answering."""
        self._losing.append(part.encode())

    def __enter__(self) -> Self:
        """Listen on a free port."""
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self._listens = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        open_still = asyncio.all_tasks(self._loop)
        for task in open_still:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*open_still, return_exceptions=True))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            there, back = await asyncio.open_connection(self.host, self.port)
            mute = asyncio.Event()
            try:
                await asyncio.gather(self._requests(reader, back, mute), self._answers(there, writer, mute))
            finally:
                back.close()
                writer.close()

    async def _requests(
        self, reader: asyncio.StreamReader, back: asyncio.StreamWriter, mute: asyncio.Event
    ) -> None:
        while data := await reader.read(65536):
            for part in [part for part in self._losing if part in data.split(b"\r\n", 1)[0]]:
                self._losing.remove(part)
                mute.set()
            back.write(data)
            await back.drain()
        back.close()

    async def _answers(
        self, there: asyncio.StreamReader, writer: asyncio.StreamWriter, mute: asyncio.Event
    ) -> None:
        while data := await there.read(65536):
            if mute.is_set():
                # The request took its effect before the cluster answered: that is what is lost here.
                self.lost += 1
                writer.close()
                return
            writer.write(data)
            await writer.drain()
        writer.close()
