"""Looks for what must be there before anything can be installed. Standard library only, any Python 3."""

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

GIB = 1024**3
MEMORY_TO_RUN = 5 * GIB
DISK_TO_INSTALL = 6 * GIB


def problems(folder):
    """A list of sentences, each saying what is missing and what to do; empty when all is well."""
    found = [_system(), _python(), _java(), _maven(), _node(), _disk(folder), _memory()]
    return [sentence for sentence in found if sentence]


def _system():
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return (
            f"The local stack's servers are built for Linux on x86_64; this is {platform.system()} on "
            f"{platform.machine()}. Use such a machine or a virtual one."
        )
    return None


def _python():
    if sys.version_info[:2] != (3, 11):
        return (
            f"Python 3.11 is needed; this is {platform.python_version()}. "
            "Install Python 3.11, or name it: `make demo PYTHON=/path/to/python3.11`."
        )
    return None


def _java():
    home = os.environ.get("JAVA_HOME")
    folder = str(Path(home) / "bin") if home else None
    compiler = shutil.which("javac", path=folder) if folder else shutil.which("javac")
    if not compiler:
        where = f"JAVA_HOME ({home})" if home else "the PATH"
        return f"No JDK was found on {where}. Install a JDK 17 (not only a JRE: `javac` is needed)."
    major = _version([compiler, "-version"], r"javac (\d+)")
    if major is None or major[0] not in (17, 21):
        return f"JDK 17 is needed; {compiler} is {_dotted(major)}. Install JDK 17 and set JAVA_HOME to it."
    return None


def _maven():
    if not shutil.which("mvn"):
        return "Maven was not found on the PATH. Install Maven 3.6 or newer."
    version = _version(["mvn", "-v"], r"Apache Maven (\d+)\.(\d+)")
    if version is None or version < (3, 6):
        return f"Maven 3.6 or newer is needed; `mvn` is {_dotted(version)}."
    return None


def _node():
    if not shutil.which("node") or not shutil.which("npm"):
        return "Node.js was not found on the PATH. Install Node 20 (with npm)."
    version = _version(["node", "--version"], r"v(\d+)\.(\d+)")
    if version is None or version < (20, 19):
        return f"Node 20.19 or newer is needed; `node` is {_dotted(version)}."
    return None


def _disk(folder):
    free = shutil.disk_usage(folder).free
    if free < DISK_TO_INSTALL:
        return (
            f"{_gib(DISK_TO_INSTALL)} of free disk are needed, but {folder} has {_gib(free)}. "
            "Make room, or set PENSTOCK_HOME to a folder on a larger disk."
        )
    return None


def _memory():
    available = int(re.search(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) * 1024
    if available < MEMORY_TO_RUN:
        return (
            f"The local stack needs {_gib(MEMORY_TO_RUN)} of free memory; {_gib(available)} are available. "
            "Close other programs and try again."
        )
    return None


def _version(command, pattern):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(pattern, done.stdout + done.stderr)
    return tuple(map(int, match.groups())) if match else None


def _dotted(version):
    return ".".join(map(str, version)) if version else "of an unknown version"


def _gib(size):
    return f"{size / GIB:.0f} GB"
