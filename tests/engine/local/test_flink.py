"""A local Flink cluster: what its processes know, and what a killed JobManager remembers."""

import httpx
import psutil

from penstock.local.stack import Stack


def environment_of(stack: Stack, service: str) -> dict[str, str]:
    return psutil.Process(stack.process(service).pid).environ()


def test_the_cluster_knows_no_secret_of_ours(stack: Stack) -> None:
    for service in ("flink-test-jobmanager", "flink-test-taskmanager"):
        environment = environment_of(stack, service)
        assert not [name for name in environment if name.startswith("PENSTOCK_")]
        assert not set(environment.values()) & set(stack.config.secrets.values())


def test_it_listens_on_this_machine_only(stack: Stack) -> None:
    for service in ("flink-test-jobmanager", "flink-test-taskmanager", "kafka", "postgres", "redis"):
        connections = psutil.Process(stack.process(service).pid).net_connections("tcp")
        addresses = {found.laddr.ip for found in connections if found.status == psutil.CONN_LISTEN}
        assert addresses <= {"127.0.0.1", "::ffff:127.0.0.1", "::1"}, (service, addresses)


def test_its_temporary_files_are_in_the_stacks_folder(stack: Stack) -> None:
    for role in ("jobmanager", "taskmanager"):
        command = psutil.Process(stack.process(f"flink-test-{role}").pid).cmdline()
        assert f"-Djava.io.tmpdir={stack.config.data}/flink/test/java/{role}" in command
        assert (stack.config.data / "flink" / "test" / "java" / role).is_dir()
    for service in ("flink-test-jobmanager", "flink-test-taskmanager", "zookeeper", "kafka"):
        assert "-XX:TieredStopAtLevel=1" in psutil.Process(stack.process(service).pid).cmdline()


def test_it_offers_its_slots(stack: Stack) -> None:
    overview = httpx.get(f"{stack.url('flink-test')}/overview", timeout=5).json()
    assert overview["slots-total"] == 8
    assert overview["flink-version"].startswith("1.20.")
