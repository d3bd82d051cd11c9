"""The compiled job: settings, ordered statements, requirements. A value that is shown, planned and run alike.

JSON form (the job resource of a bundle; the same bytes for the same script):

    {"version": 2,
     "settings": {"parallelism.default": "1"},
     "statements": [
       {"node": "n1", "kind": "table", "name": "orders", "sql": "CREATE TEMPORARY TABLE `orders` (…)",
        "options": [["connector", "kafka"],
                    ["properties.bootstrap.servers",
                     {"datasource": "shop-kafka", "key": "properties.bootstrap.servers",
                      "example": "check:9092"}]]},
       {"node": "n2", "kind": "view", "name": "per_city", "reads": ["orders"],
        "sql": "CREATE TEMPORARY VIEW `per_city` AS…",
        "source": [{"field": "sql", "syntax": "query",
                    "line": 2, "column": 1, "end_line": 4, "end_column": 9}]},
       {"node": "n3", "kind": "table", "name": "out", "sql": "CREATE TEMPORARY TABLE `out`",
        "options": […], "schema_from": "per_city", "key": ["city"],
        "changelog": "upsert"},
       {"node": "n3", "kind": "insert", "name": "out", "reads": ["per_city"],
        "sql": "INSERT INTO `out` SELECT * FROM `per_city`"}],
     "requirements": {"connectors": ["kafka"], "jars": [], "functions": []}}

Empty `options`, `schema_from`, `key`, `reads` and `source` are absent, and so is `changelog` when it is
`append`; in a source entry `syntax` is absent when null, `text_line` and `text_column` when 1. `Statement`,
`ConnectionRef` and `Span` document the fields.

Documents of version 1 are read too, see `script_upgrade`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from penstock.compiler.script_upgrade import LATEST, ScriptDocument, upgrade
from penstock.operators.statement import ConnectionRef, Span, Statement
from penstock.sql import quoting as sql

__all__ = ["ConnectionRef", "Requirements", "Script", "ScriptDocument", "Span", "Statement"]


@dataclass(frozen=True, slots=True)
class Requirements:
    """What must be on the class path: connectors by technology (`kafka`, `mysql`), users' jars, functions."""

    connectors: tuple[str, ...] = ()
    jars: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A job as Flink SQL. `settings` are options of the job's configuration."""

    settings: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    requirements: Requirements = Requirements()

    def text(self) -> str:
        """The script as people read it; references appear as `${data-source.key}`."""
        parts = [f"SET {sql.text(key)} = {sql.text(value)};" for key, value in self.settings.items()]
        head = "\n".join(parts)
        shown = [_ended(_shown(s)) for s in self.statements if s.kind != "insert"]
        inserts = [_ended(s.sql) for s in self.statements if s.kind == "insert"]
        if inserts:
            shown.append("\n".join(["EXECUTE STATEMENT SET", "BEGIN", *inserts, "END;"]))
        return "\n\n".join([head, *shown] if head else shown) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, see the module's text."""
        return {
            "version": LATEST,
            "settings": dict(self.settings),
            "statements": [_statement_to_dict(s) for s in self.statements],
            "requirements": {
                "connectors": list(self.requirements.connectors),
                "jars": list(self.requirements.jars),
                "functions": list(self.requirements.functions),
            },
        }

    def to_json(self) -> str:
        """The JSON text; equal scripts give equal texts."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The script that `to_dict` wrote, of this version or an earlier one.

        Raises:
            ValueError: The document has a version that is unknown here.
        """
        data = upgrade(data)
        needs = {key: tuple(value) for key, value in data["requirements"].items()}
        statements = tuple(_statement_from_dict(s) for s in data["statements"])
        return cls(dict(data["settings"]), statements, Requirements(**needs))

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The script that `to_json` wrote."""
        return cls.from_dict(json.loads(text))


def _ended(statement: str) -> str:
    # A remark at the end of the user's text would swallow a semicolon on the same line.
    return f"{statement}\n;" if "--" in statement.rsplit("\n", 1)[-1] else f"{statement};"


def _shown(statement: Statement) -> str:
    if statement.kind != "table":
        return statement.sql
    head = statement.sql
    if statement.schema_from is not None:
        key = f",\n  PRIMARY KEY ({sql.names(statement.key)}) NOT ENFORCED" if statement.key else ""
        head = f"{head} (\n  -- columns as in {sql.ident(statement.schema_from)}{key}\n)"
    lines = [sql.option(key, _value(value)) for key, value in statement.options]
    return f"{head} WITH {sql.block(lines)}"


def _value(value: str | ConnectionRef) -> str:
    if isinstance(value, str):
        return value
    key = value.key.removeprefix("properties.").replace(".", "_")
    return f"${{{value.datasource}.{key}}}"


def _statement_to_dict(s: Statement) -> dict[str, Any]:
    data: dict[str, Any] = {"node": s.node, "kind": s.kind, "name": s.name, "sql": s.sql}
    if s.options:
        data["options"] = [[k, v.to_dict() if isinstance(v, ConnectionRef) else v] for k, v in s.options]
    if s.schema_from is not None:
        data["schema_from"] = s.schema_from
    if s.key:
        data["key"] = list(s.key)
    if s.reads:
        data["reads"] = list(s.reads)
    if s.source:
        data["source"] = [_span_to_dict(span) for span in s.source]
    if s.changelog != "append":
        data["changelog"] = s.changelog
    return data


def _span_to_dict(span: Span) -> dict[str, Any]:
    data: dict[str, Any] = {"field": span.field}
    if span.syntax is not None:
        data["syntax"] = span.syntax
    data |= {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
    if (span.text_line, span.text_column) != (1, 1):
        data |= {"text_line": span.text_line, "text_column": span.text_column}
    return data


def _statement_from_dict(data: Mapping[str, Any]) -> Statement:
    options = tuple((k, v if isinstance(v, str) else ConnectionRef(**v)) for k, v in data.get("options", ()))
    return Statement(
        node=data["node"],
        kind=data["kind"],
        name=data["name"],
        sql=data["sql"],
        options=options,
        schema_from=data.get("schema_from"),
        key=tuple(data.get("key", ())),
        reads=tuple(data.get("reads", ())),
        source=tuple(Span(**span) for span in data.get("source", ())),
        changelog=data.get("changelog", "append"),
    )
