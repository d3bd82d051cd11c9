"""The definition of a case in the OpenAPI document: the schema that `penstock.testkit.case` has."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from penstock.testkit.case import Case

_REF = "#/components/schemas/"
_READ, _WRITTEN = "CaseDefinition", "CaseDefinitionRequest"


@extend_schema_field({"$ref": f"{_REF}{_READ}"})
class DefinitionField(serializers.JSONField):
    """A definition as it is kept, complete."""


@extend_schema_field({"$ref": f"{_REF}{_WRITTEN}"})
class DefinitionInput(serializers.JSONField):
    """A definition as it is sent; services load it, and so say what is wrong with it."""


def add_case_schemas(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Postprocessing hook of drf-spectacular: puts the definition's schemas among the components."""
    components = result.setdefault("components", {}).setdefault("schemas", {})
    for name, mode in ((_READ, "serialization"), (_WRITTEN, "validation")):
        template = f"{_REF}{name}{{model}}"
        schema = Case.model_json_schema(ref_template=template, mode=mode)  # type: ignore[arg-type]
        parts = schema.pop("$defs", {})
        for part in (schema, *parts.values()):
            _settle(part, complete=mode == "serialization")
        components |= {f"{name}{part}": value for part, value in parts.items()} | {name: schema}
    return result


def _settle(schema: dict[str, Any], *, complete: bool) -> None:
    """What is kept has every field; of what is sent, whatever has a default may be left out."""
    properties: dict[str, Any] = schema.get("properties", {})
    if complete:
        schema["required"] = list(properties)
    else:
        # Generators of clients take a field with a default for one that is always there.
        for one in properties.values():
            one.pop("default", None)
