"""What compiling a graph gives, also one that is not finished."""

from __future__ import annotations

from dataclasses import dataclass

from penstock.compiler.resolve import Resolution
from penstock.compiler.script import Script
from penstock.graph.problems import Problem


@dataclass(frozen=True, slots=True)
class Compilation:
    """The script of the sound part of a graph, everything that is wrong, and the resolved nodes."""

    script: Script
    problems: tuple[Problem, ...]
    resolution: Resolution
