"""Places where a test may kill the process, to see that nothing is lost.

`PENSTOCK_FAIL=after_rpc:submit:exit`: a comma-separated list of `<place>:<action>`; without it, a no-op.
Actions: `exit` (die at once, as by a power cut), `raise`, `hang` (until killed).
"""

import os
import threading


def failpoint(place: str) -> None:
    """Do what the environment variable says for `place`, if anything.

    Raises:
        RuntimeError: The variable's action for `place` is `raise`.
    """
    for entry in os.environ.get("PENSTOCK_FAIL", "").split(","):
        wanted, _, action = entry.strip().rpartition(":")
        if wanted != place:
            continue
        if action == "exit":
            os._exit(77)
        if action == "raise":
            raise RuntimeError(f"failpoint {place}")
        if action == "hang":
            threading.Event().wait()
