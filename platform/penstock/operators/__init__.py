"""The contract of an operator kind: ports, parameters, statements, checks. No kind is defined here."""
