"""Serializer fields that several apps use."""

from typing import Any, Literal

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from pydantic import BaseModel
from rest_framework import serializers

_REF = "#/components/schemas/"


class NameField(serializers.CharField):
    """A name that people read: no line breaks, control or invisible characters; quotes are fine."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 100, **options})

    def to_internal_value(self, data: str) -> str:
        """The trimmed name.

        Raises:
            ValidationError: The text holds line breaks, control or invisible characters.
        """
        text = str(super().to_internal_value(data))
        if not text.isprintable():
            raise serializers.ValidationError(
                "Line breaks and invisible characters are not allowed in a name."
            )
        return text


class PydanticField(serializers.JSONField):
    """A JSON value that is a pydantic model; subclasses say which.

    The OpenAPI document refers to the model's own schema, which is not repeated anywhere. The value itself
    passes unchanged: services load it, and so say what is wrong with it.
    """

    model: type[BaseModel]
    #: The name of the model's component in the OpenAPI document.
    component: str
    #: What the names of the components of the model's parts begin with; the component's name by default.
    prefix: str = ""
    #: `complete`: every field is there, as in what is stored; `partial`: what has a default may be left out.
    fields: Literal["declared", "complete", "partial"] = "declared"


class PydanticFieldExtension(OpenApiSerializerFieldExtension):
    """Refers to the model's component, in the OpenAPI document."""

    target_class = "apps.core.fields.PydanticField"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        """The reference; `add_pydantic_schemas` adds the component."""
        return {"$ref": f"{_REF}{self.target.component}"}


def add_pydantic_schemas(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Postprocessing hook of drf-spectacular: adds the schemas of the models of all PydanticFields.

    After the hook that names enumerations, which would take those of the models for its own.
    """
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    for field in PydanticField.__subclasses__():
        prefix = field.prefix or field.component
        schema = field.model.model_json_schema(
            ref_template=f"{_REF}{prefix}{{model}}",
            mode="validation" if field.fields == "partial" else "serialization",
        )
        parts = {f"{prefix}{name}": part for name, part in schema.pop("$defs", {}).items()}
        for name, part in ({field.component: schema} | parts).items():
            _require_fields(part, field.fields)
            schemas.setdefault(name, part)
    return result


def _require_fields(schema: dict[str, Any], fields: str) -> None:
    properties: dict[str, Any] = schema.get("properties", {})
    if fields == "complete":
        schema["required"] = list(properties)
    elif fields == "partial":
        # Generators of clients take a field with a default for one that is always there.
        for one in properties.values():
            one.pop("default", None)
