"""Requests to the planner, through its queue."""

from functools import lru_cache
from typing import Any

from apps.core import task_queue
from apps.core.errors import Invalid, Unavailable
from penstock.compiler.script import ScriptDocument

# A planner that was just started needs some seconds for its first answer.
SECONDS = 25.0


def check_script(engine: str, script: ScriptDocument) -> dict[str, Any]:
    """What Flink says of each statement.

    Raises:
        Unavailable: The planner does not answer.
        Invalid: The planner refuses the script.
    """
    return dict(_call("planner.check", engine, script))


@lru_cache(maxsize=8)
def list_functions(engine: str) -> tuple[dict[str, Any], ...]:
    """The engine's built-in functions; read once, since a version never changes.

    Raises:
        Unavailable: The planner does not answer.
        Invalid: The planner refuses the request.
    """
    return tuple(_call("planner.functions", engine))


def _call(task: str, *arguments: Any) -> Any:
    answer = task_queue.call_task(task, *arguments, seconds=SECONDS, service="The planner")
    if "unavailable" in answer:
        raise Unavailable(answer["unavailable"])
    if "refused" in answer:
        raise Invalid(answer["refused"])
    return answer["answer"]
