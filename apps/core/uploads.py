"""Uploaded files: written to disk as they come in, and refused as soon as they are too large."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from apps.core.errors import TooLarge


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Takes UPLOAD_MAX_BYTES in all files of a request together; never more in memory than a chunk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a chunk.

        Raises:
            TooLarge: The file has more than UPLOAD_MAX_BYTES.
        """
        self.taken += len(raw_data)
        if self.taken > settings.UPLOAD_MAX_BYTES:
            self.upload_interrupted()
            raise too_large_error()
        super().receive_data_chunk(raw_data, start)


def too_large_error() -> TooLarge:
    """The refusal."""
    return TooLarge(
        f"The file is larger than {settings.UPLOAD_MAX_BYTES // 1024 // 1024} MB, the most that is taken."
    )
