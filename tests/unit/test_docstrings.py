"""Public functions say which exceptions they raise, in a section `Raises:`.

Views are exempt: their docstrings are the API's descriptions, and every exception becomes an error answer.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: What says so with its own name: a hook that a subclass has to define, and errors of the program itself.
EXEMPT = {"NotImplementedError", "AssertionError"}
#: The check that services begin with raises too.
KNOWN = {"require": {"Forbidden"}}
UNNAMED = "an exception that a variable or function holds"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST, prefix: str = "", public: bool = True) -> Iterator[tuple[str, Function, bool]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield prefix + node.name, node, public and not node.name.startswith("_")
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, f"{prefix}{node.name}.", public and not node.name.startswith("_"))
        elif isinstance(node, ast.If | ast.Try | ast.With):
            yield from functions(node, prefix, public)


def outside_try(node: ast.AST) -> Iterator[ast.AST]:
    """What is in the function itself, without the bodies whose exceptions a handler may catch."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Try) and child.handlers:
            rest = [*child.handlers, *child.orelse, *child.finalbody]
        elif isinstance(child, Function | ast.Lambda | ast.ClassDef):
            continue
        else:
            rest = [child]
        for one in rest:
            yield one
            yield from outside_try(one)


def exception_name(node: ast.expr) -> str:
    """`Invalid` for `Invalid.field(…)`, `ValidationError` for `serializers.ValidationError(…)`."""
    if isinstance(node, ast.Call):
        return exception_name(node.func)
    parts = ast.unparse(node).split(".")
    return next(
        (part for part in reversed(parts) if part.lstrip("_")[:1].isupper() and part.isidentifier()), UNNAMED
    )


def raised(source: str) -> Iterator[tuple[str, str, set[str]]]:
    """Every public function with its docstring and what it raises, by itself or by a private helper."""
    found = {name: (node, public) for name, node, public in functions(ast.parse(source))}
    known: dict[str, set[str]] = {name: set() for name in found}
    for _ in found:
        before = {name: set(names) for name, names in known.items()}
        for name, (node, _public) in found.items():
            for one in outside_try(node):
                if isinstance(one, ast.Raise) and one.exc is not None:
                    known[name].add(exception_name(one.exc))
                elif isinstance(one, ast.Call):
                    known[name] |= raised_by_helper(ast.unparse(one.func), name, known)
        if known == before:
            break
    for name, (node, public) in found.items():
        if public:
            # A private exception is caught in its own module.
            names = {one for one in known[name] if not one.startswith("_")} - EXEMPT
            yield name, ast.get_docstring(node) or "", names


def raised_by_helper(called: str, caller: str, known: dict[str, set[str]]) -> set[str]:
    owner = caller.rpartition(".")[0]
    name = f"{owner}.{called[5:]}" if called.startswith("self.") else called
    if name.rpartition(".")[2].startswith("_"):
        return known.get(name, set())
    return KNOWN.get(called, set())


@cache
def bases() -> dict[str, set[str]]:
    """The names of the base classes of every class in the sources."""
    found: dict[str, set[str]] = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, set()).update(ast.unparse(base) for base in node.bases)
    return found


def with_bases(name: str) -> Iterator[str]:
    yield name
    for base in bases().get(name, set()):
        yield from with_bases(base)


def undocumented(source: str) -> dict[str, set[str]]:
    wrong: dict[str, set[str]] = {}
    for name, docstring, names in raised(source):
        _, heading, section = docstring.partition("Raises:\n")
        named = set(re.findall(r"^ +(\w+): ", section, re.MULTILINE))
        missing = {one for one in names if one != UNNAMED and named.isdisjoint(with_bases(one))}
        if UNNAMED in names and not heading:
            missing.add(UNNAMED)
        if missing:
            wrong[name] = missing
    return wrong


def is_view(path: Path) -> bool:
    return path.stem in {"api", "viewsets"} or path.parent.name == "api"


def sources() -> list[Path]:
    return [
        path
        for folder in ("platform", "apps")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and not is_view(path)
    ]


def test_public_functions_say_what_they_raise() -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {name}": sorted(missing)
        for path in sources()
        for name, missing in undocumented(path.read_text()).items()
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("raise Conflict('x')", {"Conflict"}),
        ("raise Invalid.field('a', 'x')", {"Invalid"}),
        ("raise serializers.ValidationError('x')", {"ValidationError"}),
        ("_helper()", {"KeyError"}),
        ("require(actor, 'job.edit')", {"Forbidden"}),
        ("raise problems[0]", {UNNAMED}),
        ("try:\n        _helper()\n    except KeyError:\n        pass", set()),
        ("raise _Internal", set()),
    ],
)
def test_the_rule_sees_what_is_raised(body: str, missing: set[str]) -> None:
    source = f"def act():\n    '''Do it.'''\n    {body}\n\ndef _helper():\n    raise KeyError\n"
    assert undocumented(source) == ({"act": missing} if missing else {})


def test_a_documented_exception_or_a_base_of_it_is_in_order() -> None:
    source = (
        'def act():\n    """Do it.\n\n    Raises:\n        Conflict: Too late.\n    """\n    raise Conflict\n'
    )
    assert undocumented(source) == {}
    assert undocumented(source.replace("Conflict:", "ApplicationError:")) == {}
    assert undocumented(source.replace("raise Conflict", "raise Invalid")) == {"act": {"Invalid"}}
