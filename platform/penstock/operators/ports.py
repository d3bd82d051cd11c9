"""Ports: where edges begin and end, and the three shapes that most kinds have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Port:
    """A place where edges begin or end. `many`: takes more than one edge."""

    name: str
    label: str
    many: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True)
class Ports:
    """The input and output ports of a kind."""

    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()

    def input(self, name: str) -> Port | None:
        """The input port of that name."""
        return next((p for p in self.inputs if p.name == name), None)

    def output(self, name: str) -> Port | None:
        """The output port of that name."""
        return next((p for p in self.outputs if p.name == name), None)


_OUT = (Port("out", "Output", many=True, required=False),)
SOURCE = Ports(outputs=_OUT)
TRANSFORM = Ports(inputs=(Port("in", "Input"),), outputs=_OUT)
SINK = Ports(inputs=(Port("in", "Input"),))
