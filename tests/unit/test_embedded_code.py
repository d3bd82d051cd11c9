"""Code that tests and benchmarks hand to `manage.py shell` as text, which no type checker reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMPORT = re.compile(r"^from ((?:apps|penstock)[\w.]*) import ([\w, ]+)$", re.MULTILINE)


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Module and name of each import inside of a string of the file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for module, names in IMPORT.findall(node.value):
                for name in names.split(","):
                    yield module, name.strip().split(" as ")[0]


def exists(module: str, name: str) -> bool:
    """Whether the module, by its source alone, has a member or a submodule of this name."""
    root = ROOT / "platform" if module.startswith("penstock") else ROOT
    base = root / Path(*module.split("."))
    source = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    if (base / f"{name}.py").exists() or (base / name).is_dir():
        return True
    return source.exists() and name in defined(ast.parse(source.read_text()))


def defined(tree: ast.Module) -> Iterator[str]:
    """Names that the module's top level binds."""
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.Import() | ast.ImportFrom():
                yield from ((alias.asname or alias.name) for alias in node.names)
            case ast.Assign():
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def test_every_import_in_embedded_code_exists() -> None:
    files = [path for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
    found = [(path, *one) for path in files for one in imports(path)]
    assert found
    assert [f"{path.name}: {module}.{name}" for path, module, name in found if not exists(module, name)] == []
