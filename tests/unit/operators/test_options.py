"""Extra options: known ones pass, unknown ones warn, unsafe ones and those with a field are refused."""

from __future__ import annotations

import pytest

from penstock.operators import options
from penstock.operators.options import Known


def found(known: Known, name: str, value: object = "x") -> str | None:
    problems = list(known.check({name: value}))
    assert all(p.field == f"options.{name}" for p in problems)
    return problems[0].code if problems else None


@pytest.mark.parametrize(
    ("known", "name", "code"),
    [
        (options.KAFKA_SOURCE, "properties.heartbeat.interval.ms", None),
        (options.KAFKA_SOURCE, "json.fail-on-missing-field", None),
        (options.KAFKA_SOURCE, "scan.bounded.mode", None),
        (options.KAFKA_SOURCE, "scan.topic-partition-discovery.intervall", "unknown-option"),
        (options.KAFKA_SOURCE, "properties.invented", "unknown-option"),
        (options.KAFKA_SOURCE, "topic", "own-option"),
        (options.KAFKA_SOURCE, "scan.startup.mode", "own-option"),
        (options.KAFKA_SOURCE, "properties.bootstrap.servers", "own-option"),
        (options.KAFKA_SOURCE, "properties.sasl.jaas.config", "forbidden-option"),
        (options.KAFKA_SOURCE, "properties.SASL.jaas.config", "forbidden-option"),
        (options.KAFKA_SOURCE, "properties.sasl.oauthbearer.token.endpoint.url", "forbidden-option"),
        (options.KAFKA_SOURCE, "properties.security.protocol", "forbidden-option"),
        (options.KAFKA_SOURCE, "properties.interceptor.classes", "forbidden-option"),
        (options.KAFKA_SOURCE, "properties.config.providers", "forbidden-option"),
        (options.KAFKA_SOURCE, "properties.config.providers.file.class", "forbidden-option"),
        (options.KAFKA_SOURCE, "properties.ssl.keystore.location", "forbidden-option"),
        (options.KAFKA_SOURCE, "properties.ssl.engine.factory.class", "forbidden-option"),
        (options.KAFKA_SOURCE, "properties.metric.reporters", "forbidden-option"),
        (options.KAFKA_SOURCE, "properties.key.deserializer", "forbidden-option"),
        (options.KAFKA_SOURCE, "properties.partition.assignment.strategy", "forbidden-option"),
        (options.KAFKA_SINK, "properties.linger.ms", None),
        (options.KAFKA_SINK, "properties.transactional.id", "forbidden-option"),
        (options.KAFKA_SINK, "properties.partitioner.class", "forbidden-option"),
        (options.KAFKA_SINK, "sink.partitioner", "own-option"),
        (options.JDBC_SINK, "sink.max-retries", None),
        (options.JDBC_SINK, "URL", "own-option"),
        (options.JDBC_SINK, "driver", "own-option"),
        (options.JDBC_SINK, "properties.allowLoadLocalInfile", "forbidden-option"),
        (options.JDBC_SINK, "properties.socketFactory", "forbidden-option"),
        (options.PRINT_SINK, "anything", "forbidden-option"),
        (options.JOB, "table.exec.source.idle-timeout", None),
        (options.JOB, "pipeline.object-reuse", None),
        (options.JOB, "$internal.pipeline.job-id", "forbidden-option"),
        (options.JOB, "pipeline.jars", "forbidden-option"),
        (options.JOB, "pipeline.classpaths", "forbidden-option"),
        (options.JOB, "env.java.opts.taskmanager", "forbidden-option"),
        (options.JOB, "state.savepoints.dir", "forbidden-option"),
        (options.JOB, "state.checkpoints.dir", "forbidden-option"),
        (options.JOB, "execution.checkpointing.dir", "forbidden-option"),
        (options.JOB, "high-availability.type", "forbidden-option"),
        (options.JOB, "security.kerberos.login.keytab", "forbidden-option"),
        (options.JOB, "python.executable", "forbidden-option"),
        (options.JOB, "classloader.resolve-order", "forbidden-option"),
        (options.JOB, "table.resources.download-dir", "forbidden-option"),
        (options.JOB, "parallelism.default", "own-option"),
    ],
)
def test_options(known: Known, name: str, code: str | None) -> None:
    assert found(known, name) == code


@pytest.mark.parametrize(("name", "value"), [("", "x"), ("a\nb", "x"), ("json.x", "a\rb")])
def test_control_characters(name: str, value: str) -> None:
    assert found(options.KAFKA_SOURCE, name, value) == "bad-option"


def test_an_unknown_option_suggests_the_nearest_and_only_warns() -> None:
    (problem,) = options.KAFKA_SOURCE.check({"properties.hartbeat.interval.ms": "1"})
    assert problem.severity == "warning"
    assert "Did you mean properties.heartbeat.interval.ms?" in problem.message
