"""What this app declares to the rest of Penstock."""

from apps.core.app_config import PenstockApp, PeriodicTask


class TestingConfig(PenstockApp):
    """Unit tests of jobs: cases, their runs on the test cluster, and the suite of each version."""

    name = "apps.testing"
    label = "testing"
    events = ("case.changed", "run.changed", "trace.changed")
    periodic_tasks = (
        PeriodicTask("testing.sweep", seconds=3, expires=5),
        PeriodicTask("testing.prune", seconds=3600, expires=3600),
    )
