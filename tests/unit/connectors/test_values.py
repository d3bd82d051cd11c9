"""Values from drivers on their way to JSON."""

import datetime as dt
import json
import uuid
from decimal import Decimal

import pytest

from penstock.sql.json_values import printable


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (2**53 + 1, str(2**53 + 1)),
        (float("nan"), "nan"),
        (Decimal("12.50"), "12.50"),
        (b"\x00\xff", "AP8="),
        (dt.datetime(2026, 1, 2, 3, 4, 5), "2026-01-02 03:04:05"),
        (dt.timedelta(seconds=90), "0:01:30"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({"a": [Decimal(1)]}, {"a": ["1"]}),
        ({1, 2}, [1, 2]),
    ],
)
def test_printable(value: object, expected: object) -> None:
    assert printable(value) == expected
    json.dumps(printable(value), allow_nan=False)


def test_a_long_text_is_cut() -> None:
    assert len(printable("x" * 50_000)) == 10_001
