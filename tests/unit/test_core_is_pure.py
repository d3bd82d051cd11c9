"""Every declaration loads with pydantic alone: no driver, no framework, no network."""

import subprocess
import sys

HEAVY = (
    "django",
    "rest_framework",
    "celery",
    "confluent_kafka",
    "psycopg",
    "pymysql",
    "httpx",
    "redis",
    "networkx",
)
PROGRAM = f"""
import sys
from penstock import registry
for kind in registry.kinds():
    registry.describe(kind)
for one in registry.connectors():
    one.describe()
from penstock import compiler
loaded = [name for name in sys.modules if name.partition(".")[0] in {HEAVY!r}]
print(loaded + [name for name in sys.modules if name.startswith("penstock.network")])
"""


def test_every_kind_loads_in_a_fresh_process_without_drivers() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
