"""A program that dies while its planner is at work; run by test_process."""

import os
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "platform"), str(ROOT)]

from penstock.flink.installation import Engine  # noqa: E402
from penstock.flink.versions import DEFAULT_VERSION  # noqa: E402
from penstock.planner import warmup_job  # noqa: E402
from penstock.planner.client import Planner, PlannerProcess  # noqa: E402

process = PlannerProcess(Engine(DEFAULT_VERSION))
Planner(process).engine()
print(process.pid, flush=True)
threading.Thread(target=Planner(process).check, args=(warmup_job.build_script(1),), daemon=True).start()
threading.Event().wait(0.3)
os._exit(1)
