"""Hatch's build hook: the wheel carries the built pages, Penstock's own jars, engine locks and examples."""

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ENGINES = ("flink-1.20",)


class WheelFiles(BuildHookInterface[Any]):
    """Adds the files that are built outside of the Python packages; an editable install needs none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files; raises FileNotFoundError if something was not built."""
        if version == "editable":
            return
        root = Path(self.root)
        home = Path(os.environ.get("PENSTOCK_HOME") or root / ".penstock")
        included = {root / "frontend" / "dist": "penstock/web/pages", root / "examples": "penstock/examples"}
        for engine in ENGINES:
            folder = f"penstock/engines/{engine}"
            included[root / "requirements" / f"{engine}.txt"] = f"{folder}/requirements.txt"
            jars = sorted((home / "jars" / engine).glob("penstock-*.jar"))
            if not jars:
                raise FileNotFoundError(
                    f"There are no jars of Penstock in {home}/jars/{engine}: run `make install`."
                )
            included |= {jar: f"{folder}/{jar.name}" for jar in jars}
        if not (root / "frontend" / "dist" / "index.html").exists():
            raise FileNotFoundError("frontend/dist is missing: run `make install`.")
        build_data["force_include"] |= {str(path): name for path, name in included.items()}
