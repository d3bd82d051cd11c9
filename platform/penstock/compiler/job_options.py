"""Which options of Flink's configuration a job may set."""

from penstock.operators.option_policy import OptionPolicy, prefixed

JOB_OPTIONS = OptionPolicy(
    allowed=(
        "table.exec.*",
        "table.optimizer.*",
        "table.local-time-zone",
        *prefixed("execution.checkpointing.", "timeout min-pause max-concurrent-checkpoints mode"),
        *prefixed("execution.checkpointing.", "tolerable-failed-checkpoints unaligned.* alignment-timeout"),
        *prefixed("execution.checkpointing.", "aligned-checkpoint-timeout snapshot-compression"),
        *prefixed("execution.checkpointing.", "externalized-checkpoint-retention"),
        *prefixed("execution.checkpointing.", "checkpoints-after-tasks-finish.enabled num-retained"),
        *prefixed("pipeline.", "object-reuse auto-watermark-interval max-parallelism operator-chaining.*"),
        *prefixed("restart-strategy.", "exponential-delay.* fixed-delay.*"),
        *prefixed("taskmanager.network.", "memory.buffer-debloat.enabled"),
        *prefixed("state.backend.", "incremental latency-track.*"),
    ),
    own=(
        ("parallelism.default", "Default parallelism"),
        ("execution.checkpointing.interval", "Checkpoint interval"),
        ("table.exec.state.ttl", "State time to live"),
        ("restart-strategy", "Restart strategy"),
        ("restart-strategy.type", "Restart strategy"),
        ("table.exec.mini-batch.enabled", "Mini-batch latency"),
        ("table.exec.mini-batch.allow-latency", "Mini-batch latency"),
    ),
    # The job's configuration reaches the whole cluster process: nothing passes that is not listed.
    strict=("*",),
)
