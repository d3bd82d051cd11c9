"""The demo on top of the local stack: its services, data and sign-ins."""

from penstock.local.service_registry import DEMO as SERVICES
from penstock.local.stack import Stack

__all__ = ["LOGINS", "PASSWORD", "SERVICES", "format_welcome", "seed"]

# The accounts that `seed_demo` creates. They exist in a local demo only.
LOGINS = (
    ("dev", "developer of the project Shop"),
    ("ops", "operator of the project Shop"),
    ("admin", "administrator of the tenant Acme"),
)
PASSWORD = "penstock-demo"  # noqa: S105 - printed on purpose


def seed(stack: Stack) -> None:
    """Create the demo tenant if it is missing."""
    stack.manage("seed_demo")


def format_welcome(stack: Stack, seconds: float, demo: bool) -> str:
    """Format the summary of a started stack: addresses and sign-ins."""
    running = {name.removesuffix("-jobmanager") for name in stack.processes()}
    lines = [
        "",
        f"Penstock runs (started in {seconds:.0f} s):",
        "",
        *(f"  {label:<17} {where}" for service, label, where in _list_addresses(stack) if service in running),
        f"  Data and logs     {stack.config.data}",
    ]
    if demo:
        lines += ["", f"  Sign in with the password {PASSWORD} as"]
        lines += [f"    {name:<6} {role}" for name, role in LOGINS]
    return "\n".join([*lines, "", "Ctrl-C stops everything."])


def _list_addresses(stack: Stack) -> list[tuple[str, str, str]]:
    return [
        ("web", "Pages", stack.url("web")),
        ("flink-test", "Flink, test", stack.url("flink-test")),
        ("flink-production", "Flink, production", stack.url("flink-production")),
        ("kafka", "Kafka", stack.address("kafka")),
    ]
