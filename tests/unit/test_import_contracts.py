"""The import contracts refuse a wrong import of each forbidden sort; misspelled ones would refuse nothing."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = "Rooms, top to bottom"
CORE = "The core knows no framework and no network"
CONNECTOR = "Inside a connector"
STORES = "Only clients reach a store"
NO_DJANGO = "The engine room knows no Django"
APP = "Inside an app"
CIRCLES = "No circles"
_CORE_MODULES = (
    "penstock.sql.types",
    "penstock.hashing",
    "penstock.graph.topology",
    "penstock.operators.ports",
    "penstock.transforms.join",
    "penstock.registry",
    "penstock.compiler.assemble",
    "penstock.testkit.timestamps",
)
#: Contract, module, and what it imports all of a sudden.
PLANTS = [
    (ROOMS, "penstock.graph.diff", "penstock.compiler.lower"),
    (ROOMS, "penstock.transforms.filter", "penstock.connectors.kafka.options"),
    (ROOMS, "penstock.testkit.masking", "penstock.flink.logs"),
    (ROOMS, "penstock.flink.states", "penstock.planner.client"),
    (ROOMS, "penstock.planner.client", "penstock.local.stack"),
    (ROOMS, "penstock.local.ports", "penstock.cli.main"),
    (ROOMS, "penstock.cli.down", "apps.jobs.models"),
    (ROOMS, "apps.core.errors", "penstock.web.urls"),
    *((CORE, module, "socket") for module in _CORE_MODULES),
    *((CORE, module, "subprocess") for module in _CORE_MODULES),
    (CORE, "penstock.sql.types", "django"),
    (CORE, "penstock.operators.ports", "penstock.network.egress"),
    (CONNECTOR, "penstock.connectors.kafka.connector", "penstock.connectors.kafka.source"),
    (CONNECTOR, "penstock.connectors.kafka.source", "penstock.connectors.kafka.client"),
    (STORES, "penstock.connectors.jdbc.sink", "penstock.connectors.mysql.client"),
    (STORES, "penstock.connectors.jdbc.config", "psycopg"),
    (STORES, "apps.jobs.selectors", "penstock.network.egress"),
    (NO_DJANGO, "penstock.testbench.runner", "django"),
    (NO_DJANGO, "penstock.targets.base", "rest_framework"),
    (APP, "apps.jobs.models", "apps.jobs.services"),
    (APP, "apps.tables.selectors", "apps.tables.serializers"),
    (APP, "apps.packs.services", "apps.packs.api"),
    (CIRCLES, "apps.accounts.tokens", "apps.jobs.bindings"),
    (CIRCLES, "penstock.flink.states", "penstock.flink.rest"),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What lint-imports says of a copy of the code with all the wrong imports, by contract."""
    copy = tmp_path_factory.mktemp("code")
    ignored = shutil.ignore_patterns("__pycache__", "migrations", "static", "*.jar")
    shutil.copytree(ROOT / "platform" / "penstock", copy / "platform" / "penstock", ignore=ignored)
    shutil.copytree(ROOT / "apps", copy / "apps", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for _, module, imported in PLANTS:
        with find_file(copy, module).open("a") as file:
            file.write(f"\nimport {imported}\n")
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": f"{copy / 'platform'}{os.pathsep}{copy}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    sections = re.split(r"^(.+)\n-+$", done.stdout.partition("Broken contracts")[2], flags=re.MULTILINE)
    return {name: text.replace("\n", " ") for name, text in zip(sections[1::2], sections[2::2], strict=True)}


def find_file(root: Path, module: str) -> Path:
    base = root / ("platform" if module.startswith("penstock.") else "") / module.replace(".", "/")
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


@pytest.mark.parametrize(("contract", "module", "imported"), PLANTS, ids=lambda name: name)
def test_a_wrong_import_is_refused(
    report: Mapping[str, str], contract: str, module: str, imported: str
) -> None:
    pair = f"{module} -> {imported}"
    if contract == CIRCLES:  # it names the siblings of a circle, relative to their parent
        parts = zip(module.split("."), imported.split("."), strict=False)
        pair = next(f".{one} -> .{other}" for one, other in parts if one != other)
    assert pair in report.get(contract, "nothing"), report.keys()
