"""Installs everything that Penstock needs under .venv, .penstock and frontend. Standard library only.

A repeated run skips the steps whose inputs have not changed.
"""

import os
import runpy
import shutil
import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).parent))

import prerequisites
from steps import Runner, Step, StepFailed

ROOT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("PENSTOCK_HOME") or ROOT / ".penstock").resolve()
TOOLS, VENV = HOME / "tools", ROOT / ".venv"
UV = str(TOOLS / "bin" / "uv")
JARS = HOME / "jars"
PACKAGE = ROOT / "platform" / "penstock"
ENGINES = ("flink-1.20",)
# Interpreters come with the machine; nothing is fetched behind our back.
ENVIRONMENT = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
ENVIRONMENT.pop("VIRTUAL_ENV", None)


def plan_venv(name: str, what: str, venv: Path, lock: Path, *, project: bool = False) -> Step:
    """A virtual environment that holds exactly what the lock file says."""
    python = str(venv / "bin" / "python")
    commands = [
        [UV, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(venv)],
        [UV, "pip", "sync", "--quiet", "--require-hashes", "--python", python, str(lock)],
    ]
    outputs, inputs = [venv / "bin" / "python"], [lock]
    if project:
        editable = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
        commands.append([UV, "pip", "install", "--quiet", "--python", python, *editable])
        outputs.append(venv / "bin" / "penstock")
        inputs.append(ROOT / "pyproject.toml")
    return Step(name, what, inputs, outputs, commands, env=ENVIRONMENT, attempts=2)


def plan_jars(name: str, what: str, pom: Path | None = None) -> Step:
    """The jars that a pom names, copied into a folder of that name. What the pom has dropped goes away."""
    pom, folder = pom or ROOT / "engines" / name / "pom.xml", JARS / name
    fresh = folder.with_name(f"{name}.new")
    copy = ["dependency:copy-dependencies", f"-DoutputDirectory={fresh}", "-DincludeScope=runtime"]

    def swap() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)

    return Step(
        name=f"jars-{name}",
        what=what,
        inputs=[pom],
        outputs=[folder],
        commands=[["rm", "-rf", str(fresh)], ["mvn", "-q", "-B", "-f", str(pom), *copy]],
        action=swap,
        attempts=2,
    )


def plan_connector_jars(engine: str) -> Step:
    """The jars that each `connectors/<technology>/jars.toml` lists, in a folder for each technology."""
    lists, folder = sorted((PACKAGE / "connectors").glob("*/jars.toml")), JARS / engine
    fetched = folder.with_name(f"{engine}.new")
    module = runpy.run_path(str(PACKAGE / "local" / "connector_jars.py"), run_name="connector_jars")
    jars = module["read_jars"](lists, engine)
    copy = module["write_pom"](jars, fetched, HOME / "poms" / f"{engine}.xml")

    def replace() -> None:
        try:
            module["replace_jars"](jars, fetched, folder)
        except module["JarMismatchError"] as error:
            raise StepFailed(str(error)) from None

    return Step(
        name=f"jars-{engine}",
        what=f"connectors of {engine}",
        inputs=lists,
        outputs=[folder / jar.file for jar in jars],
        commands=[["rm", "-rf", str(fetched)], copy],
        action=replace,
        attempts=2,
    )


def plan_own_jars(engine: str) -> Step:
    """The jars that we build ourselves, one for each Maven module."""
    source = ROOT / "platform" / "jvm"
    target = f"-Dpenstock.jars={JARS / engine}"
    return Step(
        name=f"own-jars-{engine}",
        what=f"our own jars for {engine}",
        inputs=[source],
        outputs=[JARS / engine / f"penstock-{name}.jar" for name in list_own_modules(source)],
        commands=[
            ["mvn", "-q", "-B", "-f", str(source / "pom.xml"), "clean", "package", "-DskipTests", target]
        ],
    )


def list_own_modules(source: Path) -> list[str]:
    """The names of our own jars; a connector with code of its own is a folder below `connectors`."""
    connectors = sorted(pom.parent.name for pom in (source / "connectors").glob("*/pom.xml"))
    return ["sdk", "runtime", "planner", "testbench", "shim", *(f"connector-{name}" for name in connectors)]


def plan_chains(tests: bool = False) -> list[list[Step]]:
    """What to install. Chains run side by side; within one, each step needs the one before it."""
    lock = ROOT / "requirements" / "tools.txt"
    pip = [str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    tools = Step(
        name="tools",
        what="uv, the installer of Python packages",
        inputs=[lock],
        outputs=[Path(UV)],
        commands=[
            [sys.executable, "-m", "venv", "--clear", str(TOOLS)],
            [*pip, "--require-hashes", "-r", str(lock)],
        ],
        attempts=2,
    )
    frontend = ROOT / "frontend"
    packages = [frontend / "package.json", frontend / "package-lock.json"]
    modules = Step(
        *("npm", "packages of the pages", packages, [frontend / "node_modules"]),
        commands=[["npm", "ci", "--no-audit", "--no-fund"]],
        folder=frontend,
        attempts=2,
    )
    pages = Step(
        *("pages", "the pages themselves", [frontend], [frontend / "dist" / "index.html"]),
        # Without `tsc`, which `npm run build` runs too: types are checked by `make lint`.
        commands=[["npx", "--no", "vite", "build"]],
        folder=frontend,
    )
    python = [
        tools,
        plan_venv(
            "python",
            "the control plane's Python packages",
            VENV,
            ROOT / "requirements" / "dev.txt",
            project=True,
        ),
    ]
    engines = [
        plan_venv(
            engine,
            f"Apache Flink ({engine})",
            HOME / "engines" / engine / "venv",
            ROOT / "requirements" / f"{engine}.txt",
        )
        for engine in ENGINES
    ]
    # One Maven at a time: two would write the same files of the local repository.
    maven = [plan_jars("kafka", "Apache Kafka")]
    for engine in ENGINES:
        maven += [plan_connector_jars(engine), plan_own_jars(engine)]
    if tests:
        maven.append(
            plan_jars("mariadb", "MariaDB, for the tests", ROOT / "tests" / "stores" / "mariadb" / "pom.xml")
        )
    return [[*python, *engines], maven, [modules, pages]]


def main() -> int:
    """Check, install, and say so in a few lines."""
    ArgumentParser(description="Install Penstock's local stack.").parse_args()
    if not ready_to_install():
        return 1
    started_at, lines = monotonic(), []

    def say(line: str) -> None:
        heading = [] if lines else ["Installing (a first time takes some minutes)"]
        lines.append(line)
        # In one write: lines of steps that run at once must not run into each other.
        sys.stdout.write("".join(f"{text}\n" for text in (*heading, line)))
        sys.stdout.flush()

    runner = Runner(HOME, say)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        runner.run(plan_chains())
    except StepFailed as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        runner.stop()
        print("\nInterrupted; `make install` continues from here.", file=sys.stderr)
        return 130
    if lines:
        print(f"Installed in {monotonic() - started_at:.0f} s", flush=True)
    return 0


def ready_to_install() -> bool:
    """Whether the machine has what we can't bring along; says what is missing."""
    HOME.mkdir(parents=True, exist_ok=True)
    missing = prerequisites.problems(HOME)
    for sentence in missing:
        print(sentence, file=sys.stderr)
    return not missing


if __name__ == "__main__":
    sys.exit(main())
