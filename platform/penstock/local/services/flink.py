"""A Flink session cluster: one JobManager and one TaskManager, started directly with java."""

import re
import shutil
from pathlib import Path
from typing import ClassVar

import httpx

from penstock.local.errors import LocalError
from penstock.local.ports import HOST
from penstock.local.process import ChildProcess
from penstock.local.services.base import Service
from penstock.local.stack_config import StackConfig

SLOTS = 8


class _FlinkProcess(Service):
    """The common part of a cluster's two processes."""

    depends_on: ClassVar[tuple[str, ...]] = ("zookeeper",)
    role: ClassVar[str]
    main_class: ClassVar[str]
    memory: ClassVar[tuple[str, ...]]

    def __init__(self, cluster: str) -> None:
        """A process of the cluster of that name (`test`, `production`)."""
        self.cluster = cluster
        self.name = f"flink-{cluster}-{self.role}"

    def folder(self, config: StackConfig) -> Path:
        """Both processes of a cluster share its folder."""
        return config.folder("flink", self.cluster)

    def prepare(self, config: StackConfig) -> None:
        """Write the cluster's configuration. Both processes read the same one, so either may write it."""
        conf = config.folder("flink", self.cluster, "conf")
        lines = [f"{key}: {value}" for key, value in cluster_settings(config, self.cluster).items()]
        text = "\n".join(lines) + "\n"
        path = conf / "config.yaml"
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
        (conf / "log4j.properties").write_text(
            (config.installation.flink_home / "conf" / "log4j.properties").read_text()
        )
        for name in ("upload", "tmp"):
            config.folder("flink", self.cluster, name)

        # Flink unpacks the jars of every submitted job in there, and leaves them when it is killed.
        shutil.rmtree(self._java_folder(config))

    def _java_folder(self, config: StackConfig) -> Path:
        """Java's folder for temporary files, of this process alone."""
        return config.folder("flink", self.cluster, "java", self.role)

    def env(self, config: StackConfig) -> dict[str, str]:
        """No variable of Penstock: this process runs users' code."""
        home = config.installation.flink_home
        return {
            **config.minimal_env(),
            "FLINK_HOME": str(home),
            "FLINK_CONF_DIR": str(config.folder("flink", self.cluster, "conf")),
            "FLINK_LIB_DIR": str(home / "lib"),
            "FLINK_OPT_DIR": str(home / "opt"),
            "FLINK_PLUGINS_DIR": str(home / "plugins"),
        }

    def command(self, config: StackConfig) -> list[str]:
        """Java with the distribution's own module flags, our memory, and the cluster's configuration."""
        home = config.installation.flink_home
        conf = config.folder("flink", self.cluster, "conf")
        log = config.folder("flink", self.cluster, "log", self.role) / f"{self.role}.log"
        return [
            *(str(config.installation.java), *self.memory, "-XX:+UseSerialGC", *module_flags(home)),
            *(*config.java_options, f"-Djava.io.tmpdir={self._java_folder(config)}"),
            *(f"-Dlog.file={log}", f"-Dlog4j.configurationFile=file:{conf / 'log4j.properties'}"),
            *("-cp", f"{home / 'lib'}/*", self.main_class, "--configDir", str(conf)),
        ]


class JobManager(_FlinkProcess):
    """The cluster's master, and its REST interface."""

    role = "jobmanager"
    main_class = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"
    # Jobs are planned in here, each in a class loader of its own, which needs room for classes.
    memory = ("-Xms128m", "-Xmx448m", "-XX:MaxMetaspaceSize=448m")

    @property
    def ports(self) -> tuple[str, ...]:
        """The REST interface (also the web UI), which gives the cluster its address."""
        return (f"flink-{self.cluster}",)

    def command(self, config: StackConfig) -> list[str]:
        """The common command, in cluster mode."""
        return [*super().command(config), "--executionMode", "cluster"]

    def is_ready(self, config: StackConfig, child: ChildProcess) -> bool:
        """Whether the REST interface has a leader behind it."""
        del child
        return _fetch_overview(config, self.cluster) is not None


class TaskManager(_FlinkProcess):
    """The worker that offers the cluster's slots."""

    role = "taskmanager"
    main_class = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"
    memory = ("-Xms128m", "-Xmx512m", "-XX:MaxDirectMemorySize=384m", "-XX:MaxMetaspaceSize=512m")

    def is_ready(self, config: StackConfig, child: ChildProcess) -> bool:
        """Whether the JobManager lists its slots."""
        del child
        overview = _fetch_overview(config, self.cluster)
        return overview is not None and int(str(overview["slots-total"])) >= SLOTS


def cluster_settings(config: StackConfig, cluster: str) -> dict[str, object]:
    """Flink's configuration of one cluster."""
    folder = config.folder("flink", cluster)
    state = folder.as_uri()
    return {
        "rest.address": HOST,
        "rest.bind-address": HOST,
        "rest.port": config.ports[f"flink-{cluster}"],
        "jobmanager.rpc.address": HOST,
        "jobmanager.bind-host": HOST,
        "taskmanager.host": HOST,
        "taskmanager.bind-host": HOST,
        "taskmanager.numberOfTaskSlots": SLOTS,
        "parallelism.default": 1,
        # A restarted JobManager recovers its jobs from their last checkpoints.
        "high-availability.type": "zookeeper",
        "high-availability.zookeeper.quorum": config.address("zookeeper"),
        "high-availability.zookeeper.path.root": "/flink",
        "high-availability.cluster-id": f"/{cluster}",
        "high-availability.storageDir": f"{state}/ha",
        # The results of ended jobs are kept, so that a job id can never run a second time.
        "job-result-store.delete-on-commit": "false",
        "execution.checkpointing.dir": f"{state}/checkpoints",
        "execution.checkpointing.savepoint-dir": f"{state}/savepoints",
        "jobmanager.execution.failover-strategy": "region",
        "rest.async.store-duration": "15 min",
        "web.upload.dir": folder / "upload",
        "io.tmp.dirs": folder / "tmp",
        # A dead TaskManager is detected in seconds; the default of a minute suits a wide network.
        "heartbeat.interval": 2000,
        "heartbeat.timeout": 12000,
        # A job that gets no slot fails soon enough for a person who waits for it.
        "slot.request.timeout": 30000,
        "web.refresh-interval": 3000,
        "metrics.fetcher.update-interval": 1000,
        "classloader.check-leaked-classloader": "false",
        **_TASKMANAGER_MEMORY,
        **_JOBMANAGER_MEMORY,
    }


# Flink's launch scripts compute these from one total; without the scripts each must be named.
_TASKMANAGER_MEMORY = {
    "taskmanager.cpu.cores": SLOTS,
    "taskmanager.memory.framework.heap.size": "128m",
    "taskmanager.memory.framework.off-heap.size": "128m",
    "taskmanager.memory.task.heap.size": "384m",
    "taskmanager.memory.task.off-heap.size": "64m",
    "taskmanager.memory.network.min": "160m",
    "taskmanager.memory.network.max": "160m",
    "taskmanager.memory.managed.size": "128m",
    "taskmanager.memory.jvm-metaspace.size": "512m",
    "taskmanager.memory.jvm-overhead.min": "128m",
    "taskmanager.memory.jvm-overhead.max": "128m",
}
_JOBMANAGER_MEMORY = {
    "jobmanager.memory.heap.size": "448m",
    "jobmanager.memory.off-heap.size": "128m",
    "jobmanager.memory.jvm-metaspace.size": "448m",
    "jobmanager.memory.jvm-overhead.min": "128m",
    "jobmanager.memory.jvm-overhead.max": "128m",
}


def module_flags(flink_home: Path) -> list[str]:
    """The `--add-opens` and the like that this Flink version wants, as its own configuration says.

    Raises:
        LocalError: The configuration does not say.
    """
    text = (flink_home / "conf" / "config.yaml").read_text()
    found = re.search(r"^\s+all:\s*(--add.*)$", text, re.MULTILINE)
    if not found:
        raise LocalError(
            f"{flink_home / 'conf' / 'config.yaml'} does not say which Java options Flink needs."
        )
    return found[1].split()


def _fetch_overview(config: StackConfig, cluster: str) -> dict[str, object] | None:
    try:
        answer = httpx.get(f"http://{config.address(f'flink-{cluster}')}/overview", timeout=2)
        return dict(answer.json()) if answer.status_code == 200 else None
    except (httpx.HTTPError, ValueError):
        return None
