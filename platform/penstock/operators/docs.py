"""The reference page of an operator kind, from its declaration."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from penstock.operators.operator import Operator

_WORDS = {"string": "text", "integer": "whole number", "boolean": "yes or no", "object": "key and value"}


def page(kind: Operator) -> str:
    """The page as Markdown."""
    schema = kind.parameters.model_json_schema()
    lines = [
        f"# {kind.label}",
        "",
        f"`{kind.kind}` · {kind.group}. {kind.summary}",
        "",
        kind.docs.strip(),
        "",
    ]
    lines += ["## Ports", "", *_ports(kind), ""]
    lines += ["## Parameters", "", "| parameter | type | default | meaning |", "| --- | --- | --- | --- |"]
    required = schema.get("required", [])
    defs = schema.get("$defs", {})
    for name, field in schema["properties"].items():
        lines.append(_row(name, field, name in required, defs))
    lines += ["", "## Example", "", "```json", json.dumps(dict(kind.example), indent=2), "```", ""]
    return "\n".join(lines)


def _ports(kind: Operator) -> Iterator[str]:
    for port in kind.ports.inputs:
        yield f"* input `{port.name}`: {'any number of connections' if port.many else 'one connection'}"
    for port in kind.ports.outputs:
        yield f"* output `{port.name}`: any number of connections"


def _row(name: str, field: Mapping[str, Any], required: bool, defs: Mapping[str, Any]) -> str:
    default = "required" if required else _default(field.get("default"))
    text = f"**{field['title']}.** {field.get('description', '')}".strip()
    when = field.get("x-when")
    if when:
        text += " Only when " + " and ".join(_condition(k, v) for k, v in when.items()) + "."
    return f"| `{name}` | {_type(field, defs)} | {default} | {text} |".replace("\n", " ")


def _condition(name: str, wanted: str | list[str]) -> str:
    values = " or ".join(f"*{v}*" for v in ([wanted] if isinstance(wanted, str) else wanted))
    subject = "the job's time" if name == "job.time" else f"`{name}`"
    return f"{subject} is {values}"


def _default(value: object) -> str:
    return "" if value in (None, "", [], {}) else f"`{json.dumps(value)}`"


def _type(field: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    if "$ref" in field:
        members = defs[field["$ref"].rsplit("/", 1)[-1]]["properties"]
        return "{" + ", ".join(f"`{name}`" for name in members) + "}"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "anyOf" in field:
        return ", ".join(_type(option, defs) for option in field["anyOf"] if option.get("type") != "null")
    if field.get("type") == "array":
        return f"list of {_type(field['items'], defs)}"
    type_ = str(field.get("type", "any"))
    return _WORDS.get(type_, type_)
