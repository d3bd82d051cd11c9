"""Graph and bindings in, Flink SQL out. Pure: no network, no framework, the same bytes every time.

The passes: `resolve` (operators, parameters, inputs; finds every problem) → `lower` (each node to statements)
→ `assemble` (settings, statements, requirements to a `Script`).
"""

from __future__ import annotations

from penstock.compiler.assemble import assemble
from penstock.compiler.compilation import Compilation
from penstock.compiler.lower import lower
from penstock.compiler.resolve import resolve
from penstock.compiler.script import Script
from penstock.graph.document import Graph
from penstock.graph.problems import ProblemsError, errors
from penstock.operators.bindings import Bindings

__all__ = ["Compilation", "CompileError", "compile", "compile_partial"]


class CompileError(ProblemsError):
    """The graph has errors; `problems` lists them, warnings too."""


def compile(graph: Graph, bindings: Bindings) -> Script:  # noqa: A001 - the word for it
    """The script of a graph without errors.

    Raises:
        CompileError: The graph has errors; the exception has the problems.
    """
    found = compile_partial(graph, bindings)
    if errors(found.problems):
        raise CompileError(found.problems)
    return found.script


def compile_partial(graph: Graph, bindings: Bindings) -> Compilation:
    """The script of those nodes that are sound, so that they can be planned while others are being drawn."""
    resolution = resolve(graph, bindings)
    return Compilation(assemble(resolution, lower(resolution)), resolution.problems, resolution)
