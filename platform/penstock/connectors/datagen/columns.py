"""A column of the datagen source: its type, its generator, and the fields of each generator."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from penstock.operators.bindings import ColumnType, Name, Value
from penstock.operators.parameters import VisibleWhen, param
from penstock.sql import quoting as sql
from penstock.sql import types as sql_types

_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?")

_COUNTED: VisibleWhen = {"generator": ["random", "sequence"]}
_RANDOM: VisibleWhen = {"generator": "random"}
_CHOICE: VisibleWhen = {"generator": "choice"}
_REGEX: VisibleWhen = {"generator": "regex"}


def parse_number(text: str) -> Decimal | None:
    """The number of a text in the form that Java reads too; None for any other text."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _decimal(value: Any) -> str | None:
    """The digits of a number, all of them: JSON numbers and texts are accepted."""
    if value is None or value == "":
        return None
    number = None if isinstance(value, bool) else parse_number(str(value).strip())
    if number is None:
        raise ValueError("give a number, such as 42 or 0.5")
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _weight(value: Any) -> str:
    return _decimal(value) or "1"


DecimalText = Annotated[str | None, BeforeValidator(_decimal)]
Weight = Annotated[str, BeforeValidator(_weight)]


class GeneratedColumn(Value):
    """A column and how its values are made. Numbers are texts, so that a BIGINT keeps its digits."""

    name: Name = Field(title="Name")
    type: ColumnType = Field(title="Type")
    generator: Literal["random", "sequence", "choice", "regex"] = param(
        "Values",
        "At random, one after the other, one of a list, or texts that match a regular expression.",
        default="random",
        labels={"random": "Random", "sequence": "Sequence", "choice": "Choice", "regex": "Regex"},
    )
    min: DecimalText = param(
        "From", "Smallest number; first of a sequence.", default=None, widget="decimal", when=_COUNTED
    )
    max: DecimalText = param(
        "To",
        "Largest number; last of a sequence, which counts to the largest of its type when empty.",
        default=None,
        widget="decimal",
        when=_COUNTED,
    )
    length: int | None = param(
        "Length", "Of a random text, in characters.", default=None, when=_RANDOM, ge=1, le=10_000
    )
    disorder_ms: int | None = param(
        "Disorder (ms)",
        "A random timestamp is at most so long ago.",
        default=None,
        when=_RANDOM,
        ge=1,
        le=sql.MAX_INTERVAL_MS,
    )
    choices: dict[str, Weight] = param(
        "Values and weights",
        "A value of weight 3 is as frequent as three of weight 1. Without a weight it is 1.",
        default={},
        when=_CHOICE,
        labels={"key": "value", "value": "weight"},
        max_length=1000,
    )
    pattern: str | None = param(
        "Pattern",
        "A regular expression; each text matches it as a whole.",
        default=None,
        when=_REGEX,
        placeholder="[A-Z]{2}-\\d{4}",
        max_length=500,
    )
    null_rate: float = param("Share of nulls", "From 0 to 1.", default=0.0, ge=0, le=1)

    @property
    def data_type(self) -> sql_types.DataType:
        """The parsed type."""
        return sql_types.parse(self.type)
