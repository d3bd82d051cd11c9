"""Scripts that an earlier version wrote, in versions, bundles and runs, become scripts of today.

`STEPS[n]` turns a document of version n + 1 into one of version n + 2. As with graphs, a released step is
never edited. A stored document itself is never rewritten: verdicts of tests refer to its hash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

ScriptDocument = Mapping[str, Any]
"""The JSON form of a script, of any version."""


def _name_technologies(old: ScriptDocument) -> ScriptDocument:
    """1 → 2: connectors have the names of their packages, and tables say which changes they have.

    Version 1 required `jdbc:mysql`, and the test bench told a table's changes from its connector and format.
    """
    needs = old["requirements"]
    connectors = sorted({name.removeprefix("jdbc:") for name in needs["connectors"]})
    written = {one["name"] for one in old["statements"] if one["kind"] == "insert"}
    statements = [_add_changelog(one, one["name"] in written) for one in old["statements"]]
    return {**old, "statements": statements, "requirements": {**needs, "connectors": connectors}}


def _add_changelog(statement: ScriptDocument, written: bool) -> ScriptDocument:
    changelog = _find_changelog(statement, written) if statement["kind"] == "table" else "append"
    return statement if changelog == "append" else {**statement, "changelog": changelog}


def _find_changelog(table: ScriptDocument, written: bool) -> str:
    options = {key: value for key, value in table.get("options", ()) if isinstance(value, str)}
    changes = {options.get("format"), options.get("value.format")} & {"debezium-json", "canal-json"}
    if written and table.get("key"):
        return "upsert"
    if written and options.get("connector") not in ("kafka", "jdbc"):
        return "all"
    return "all" if changes else "append"


STEPS: tuple[Callable[[ScriptDocument], ScriptDocument], ...] = (_name_technologies,)
LATEST = 1 + len(STEPS)


def upgrade(document: ScriptDocument) -> ScriptDocument:
    """`document` in the latest version; the argument itself stays as it is.

    Raises:
        ValueError: The version is unknown; the text is a sentence.
    """
    version = document.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or not 1 <= version <= LATEST:
        raise ValueError(
            f"This script has version {version!r}; this Penstock reads versions 1 to {LATEST}."
            " A newer Penstock may have written it."
        )
    for number in range(version, LATEST):
        document = {**STEPS[number - 1](document), "version": number + 1}
    return document
