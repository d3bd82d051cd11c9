"""Which browser the tests drive: the system's Chromium, else the one that an npm package carries."""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from penstock.local.programs import Installation

_SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PACKAGE = "@sparticuz/chromium"
# The package unpacks itself into the temporary folder and says where its program is.
_UNPACK = f"import('{_PACKAGE}').then(async (m) => console.log(await m.default.executablePath()))"
# Makes it bring its shared libraries along: it was made for machines that have none.
_BRING_LIBRARIES = {"AWS_LAMBDA_JS_RUNTIME": "nodejs20.x"}
# A container gives neither a sandbox nor much shared memory; fonts are drawn alike on every machine.
_ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none")


@dataclass(frozen=True)
class Chromium:
    """A browser that can be started here."""

    path: Path
    env: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = _ARGUMENTS


def find() -> Chromium:
    """The system's Chromium; `PENSTOCK_TEST_BROWSER=bundled` asks for the package's."""
    if os.environ.get("PENSTOCK_TEST_BROWSER") != "bundled":
        for name in _SYSTEM:
            if path := shutil.which(name):
                return Chromium(Path(path))
    folder = _unpacked()
    path = folder / "chromium"
    return Chromium(path, _missing(path, folder), (*_ARGUMENTS, "--headless=shell", "--no-zygote"))


def _unpacked() -> Path:
    """The package's content, unpacked once per version of it."""
    frontend = Path(__file__).parents[2] / "frontend"
    manifest = frontend / "node_modules" / _PACKAGE / "package.json"
    if not manifest.exists():
        raise RuntimeError(f"No Chromium is on the PATH and {_PACKAGE} is not installed. Run `make install`.")
    home = Installation.default().home / "browser"
    folder = home / json.loads(manifest.read_text())["version"]
    if not folder.exists():
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home) as place:
            _run_unpacker(frontend, Path(place) / "files")
            (Path(place) / "files").rename(folder)
    return folder


def _run_unpacker(frontend: Path, place: Path) -> None:
    place.mkdir()
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", _UNPACK],
        cwd=frontend,
        env={**os.environ, "TMPDIR": str(place), **_BRING_LIBRARIES},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode != 0 or not (place / "chromium").exists():
        raise RuntimeError(f"{_PACKAGE} could not be unpacked:\n{done.stderr.strip()[-800:]}")


def _missing(path: Path, folder: Path) -> dict[str, str]:
    """What the machine lacks of libraries and fonts comes from the package; what it has is its own."""
    env = {}
    listed = subprocess.run(["ldd", str(path)], capture_output=True, text=True, timeout=30, check=False)
    if "not found" in listed.stdout:
        env["LD_LIBRARY_PATH"] = str(folder / "al2023" / "lib")
    if not Path("/etc/fonts").exists():
        env["FONTCONFIG_PATH"] = str(folder / "fonts")
    return env
