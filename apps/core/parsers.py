"""JSON in, within limits: size, nesting, and nothing that JSON does not have."""

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from apps.core.errors import Invalid, TooLarge


class BoundedJSONParser(BaseParser):
    """Parses `application/json` within DATA_UPLOAD_MAX_MEMORY_SIZE bytes and MAX_JSON_DEPTH levels."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The parsed body.

        Raises:
            TooLarge: The body has more bytes than DATA_UPLOAD_MAX_MEMORY_SIZE.
            Invalid: The body is nested deeper than MAX_JSON_DEPTH.
            ParseError: The body is not valid JSON, or holds half a surrogate pair.
        """
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        data = stream.read(limit + 1)
        if len(data) > limit:
            raise TooLarge(f"The request is larger than {limit // 1024 // 1024} MB, the most that is taken.")
        try:
            parsed = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
            require_depth(parsed, settings.MAX_JSON_DEPTH)
            if b"\\ud" in data.lower():
                # Half a character, which could neither be stored nor be sent back in an error.
                json.dumps(parsed, ensure_ascii=False).encode()
        except RecursionError:
            raise Invalid("The request is nested too deeply.") from None
        except ValueError as error:
            raise ParseError(f"The request is not valid JSON: {error}.") from None
        return parsed


def require_depth(value: object, limit: int) -> None:
    """Check that lists and objects are nested at most `limit` deep.

    Raises:
        Invalid: They are nested deeper.
    """
    level, depth = [value], 0
    while level:
        if depth > limit:
            raise Invalid(f"The request is nested deeper than {limit} levels.")
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        depth += 1


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")
