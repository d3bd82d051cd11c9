"""Test cases, the suite that travels with a version, and runs with what came out of them."""

from apps.testing.models.cases import Case, CaseInput, Suite, VersionCase, VersionCasePack
from apps.testing.models.runs import CompiledContent, Run, RunOutput, TestTask, Trace

__all__ = [
    "Case",
    "CaseInput",
    "CompiledContent",
    "Run",
    "RunOutput",
    "Suite",
    "TestTask",
    "Trace",
    "VersionCase",
    "VersionCasePack",
]
