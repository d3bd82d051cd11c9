"""Dates and times in the forms that people write, converted to the one form that the replay reads.

Times without a zone are taken as they are, those with one are converted to UTC, the zone of every job. A text
that is ambiguous is refused with a sentence that says how to write it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

DayOrder = Literal["day-first", "month-first"]

_YEAR_FIRST = r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
_YEAR_LAST = r"(?P<a>\d{1,2})(?P<t>[-/.])(?P<b>\d{1,2})(?P=t)(?P<z>\d{4})"
_CHINESE = r"(?P<cy>\d{4})年(?P<cm>\d{1,2})月(?P<cd>\d{1,2})日"
_COMPACT = r"(?P<ky>\d{4})(?P<km>\d{2})(?P<kd>\d{2})"
_DATE = re.compile(f"(?:{_YEAR_FIRST}|{_YEAR_LAST}|{_CHINESE}|{_COMPACT})", re.ASCII)
_TIME = re.compile(
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?\s*(?P<p>[AaPp][Mm])?", re.ASCII
)
_ZONE = re.compile(r"\s*(?:(?P<utc>Z|z|UTC|GMT)|(?P<sign>[+-])(?P<h>\d{2}):?(?P<m>\d{2})?)", re.ASCII)
_CANONICAL = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z?)", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,16}", re.ASCII)
_EPOCH = datetime(1970, 1, 1)
_LOOKS_LIKE_SECONDS = range(100_000_000, 100_000_000_000)
_LARGEST_MS = 253_402_300_799_999  # the end of the year 9999


def parse_date(text: str, order: DayOrder | None = None) -> str:
    """A date as `2026-01-02`.

    Raises:
        ValueError: It is no date; the message says how to write one.
    """
    found = _DATE.match(text)
    rest = text[found.end() :].strip() if found else ""
    if found is None or (rest and not re.fullmatch(r"T?00:00(:00(\.0+)?)?Z?", rest)):
        raise ValueError(f"{_format_text(text)} is no date; write it as 2026-01-31")
    return _parse_day(found, text, order).isoformat()


def parse_time(text: str, precision: int) -> str:
    """A time of day as `03:04:05` with the fraction as given.

    Raises:
        ValueError: It is no time of day, or its fraction has more digits than `precision`.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"{_format_text(text)} is no time of day; write it as 23:59:59")
    second, fraction = _parse_clock(found, text)
    return _append_fraction(str(timedelta(seconds=second)).zfill(8), fraction, precision, text)


def parse_timestamp(value: str | int, precision: int, zoned: bool, order: DayOrder | None = None) -> str:
    """A timestamp as `2026-01-02 03:04:05.678`, with a `Z` at the end when `zoned`.

    Raises:
        ValueError: It is no timestamp, or may be a date as well as milliseconds, or its fraction is too long.
    """
    text = str(value).strip()
    canonical = _CANONICAL.fullmatch(text)
    if canonical:  # what almost every row of a large pack looks like
        *parts, fraction, _ = canonical.groups()
        moment = _build_datetime(text, *map(int, parts))
    elif re.fullmatch(r"(19|20)\d{6}", text, re.ASCII):
        raise ValueError(f"{text} may be a date or milliseconds since 1970; write a date as 2026-01-31")
    elif _NUMBER.fullmatch(text):
        return _append_fraction(*_split_epoch_ms(int(text)), precision, text) + ("Z" if zoned else "")
    else:
        moment, fraction = _parse_written(text, order)
    whole = moment.isoformat(sep=" ")
    return _append_fraction(whole, fraction or "", precision, text) + ("Z" if zoned else "")


def to_epoch_ms(text: str) -> int:
    """Milliseconds since 1970 of a date or timestamp as made here; finer digits are cut off as in Flink.

    Raises:
        ValueError: The text is no timestamp in this form.
    """
    found = _CANONICAL.fullmatch(text if len(text) > 10 else f"{text} 00:00:00")
    if found is None:
        raise ValueError(f"{_format_text(text)} is no timestamp")
    *parts, fraction, _ = found.groups()
    whole = datetime(*map(int, parts)) - _EPOCH  # type: ignore[arg-type]
    return (whole.days * 86_400 + whole.seconds) * 1000 + int((fraction or "").ljust(3, "0")[:3])


def format_epoch_ms(ms: int) -> str:
    """Milliseconds since 1970 as `2026-01-02 03:04:05.678`, as far as years have four digits."""
    try:
        return (_EPOCH + timedelta(milliseconds=ms)).isoformat(sep=" ", timespec="milliseconds")
    except OverflowError:
        return f"{ms} ms"


def _parse_written(text: str, order: DayOrder | None) -> tuple[datetime, str]:
    found = _DATE.match(text)
    if found is None:
        raise ValueError(f"{_format_text(text)} is no timestamp; write it as 2026-01-31 23:59:59.999")
    day = _parse_day(found, text, order)
    rest = text[found.end() :].lstrip(" T,\t")
    if not rest:
        return datetime(day.year, day.month, day.day), ""
    time = _TIME.match(rest)
    zone = _ZONE.fullmatch(rest, time.end()) if time and time.end() < len(rest) else None
    if time is None or (zone is None and rest[time.end() :].strip()):
        raise ValueError(f"{_format_text(text)} is no timestamp; write it as 2026-01-31 23:59:59.999")
    second, fraction = _parse_clock(time, text)
    moment = datetime(day.year, day.month, day.day) + timedelta(seconds=second)
    return _to_utc(moment, zone, text), fraction


def _to_utc(moment: datetime, zone: re.Match[str] | None, text: str) -> datetime:
    if zone is None or zone["utc"]:
        return moment
    by = timedelta(hours=int(zone["h"]), minutes=int(zone["m"] or 0))
    try:
        there = timezone(-by if zone["sign"] == "-" else by)
        return moment.replace(tzinfo=there).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise ValueError(f"{_format_text(text)} has no possible time zone") from None


def _parse_day(found: re.Match[str], text: str, order: DayOrder | None) -> date:
    parts = found.groupdict()
    if parts["z"]:
        year, month, day = (
            int(parts["z"]),
            *_order_month_and_day(int(parts["a"]), int(parts["b"]), text, order),
        )
    else:
        prefix = next(p for p in ("", "c", "k") if parts[f"{p}y"])
        year, month, day = (int(parts[f"{prefix}{part}"]) for part in "ymd")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{_format_text(text)} is no date: {error}") from None


def _order_month_and_day(first: int, second: int, text: str, order: DayOrder | None) -> tuple[int, int]:
    if order == "month-first" or (order is None and second > 12):
        return first, second
    if order == "day-first" or first > 12 or first == second:
        return second, first
    sentence = (
        f"{_format_text(text)} may begin with the day or the month; write 2026-01-31, or say which is first"
    )
    raise ValueError(sentence)


def _parse_clock(found: re.Match[str], text: str) -> tuple[int, str]:
    hour, minute, second = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    half = (found["p"] or "").lower()
    if hour > (12 if half else 23) or (half and hour == 0) or minute > 59 or second > 59:
        raise ValueError(f"{_format_text(text)} has no possible time of day")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour * 3600 + minute * 60 + second, found["f"] or ""


def _split_epoch_ms(number: int) -> tuple[str, str]:
    if abs(number) in _LOOKS_LIKE_SECONDS:
        raise ValueError(f"{number} looks like seconds since 1970; write milliseconds")
    if abs(number) > _LARGEST_MS:
        raise ValueError(f"{number} is too large for milliseconds since 1970")
    try:
        moment = _EPOCH + timedelta(milliseconds=number)
    except OverflowError:
        raise ValueError(f"{number} is before the year 1") from None
    millis = f"{moment.microsecond // 1000:03}"
    return moment.replace(microsecond=0).isoformat(sep=" "), millis if millis != "000" else ""


def _build_datetime(text: str, *parts: int) -> datetime:
    try:
        return datetime(*parts)  # type: ignore[arg-type]
    except ValueError as error:
        raise ValueError(f"{_format_text(text)} is no timestamp: {error}") from None


def _append_fraction(whole: str, fraction: str, precision: int, text: str) -> str:
    kept = fraction.rstrip("0")
    if len(kept) > precision:
        raise ValueError(
            f"{_format_text(text)} has {len(kept)} digits after the second; the column takes {precision}"
        )
    return f"{whole}.{kept.ljust(min(3, precision), '0')}" if kept else whole


def _format_text(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")
