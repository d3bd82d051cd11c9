"""The definition of a case in JSON."""

from apps.core.fields import PydanticField
from penstock.testkit.case import Case


class DefinitionField(PydanticField):
    """A definition as it is stored, complete."""

    model = Case
    component = "CaseDefinition"
    fields = "complete"


class DefinitionInput(PydanticField):
    """A definition as it is sent; what has a default may be left out."""

    model = Case
    component = "CaseDefinitionRequest"
    fields = "partial"
