"""The requests of the planner's protocol against the JVM's handlers."""

import re
from pathlib import Path

from penstock.planner import protocol
from penstock.planner.protocol import Request

JVM = Path(__file__).parents[3] / "platform" / "jvm"
HANDLERS = ("planner/**/PlannerServer.java", "testbench/**/TestRequestHandler.java")
_CASE = re.compile(r'case "(\w+)"')
_METHODS = re.compile(r"methods\(\) \{\s*return Map\.of\((.*?)\);", re.DOTALL)


def names_in_java() -> set[str]:
    """The requests that the process serves."""
    found = set()
    for pattern in HANDLERS:
        (path,) = JVM.glob(f"{pattern.partition('/')[0]}/src/main/java/{pattern.partition('/')[2]}")
        text = path.read_text()
        found |= set(_CASE.findall(text))
        found |= {name for methods in _METHODS.findall(text) for name in re.findall(r'"(\w+)"', methods)}
    return found


def test_each_request_has_a_handler_and_each_handler_a_request() -> None:
    declared = {one.name for one in vars(protocol).values() if isinstance(one, Request)}
    assert declared == names_in_java()
