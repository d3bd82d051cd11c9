"""Extra options: known ones pass, unknown ones warn, unsafe ones and those with a field are refused."""

from __future__ import annotations

import pytest

from penstock.operators import option_policy
from penstock.operators.option_policy import OptionPolicy


def found(known: OptionPolicy, name: str, value: object = "x") -> str | None:
    problems = list(known.check({name: value}))
    assert all(p.field == f"options.{name}" for p in problems)
    return problems[0].code if problems else None


@pytest.mark.parametrize(
    ("known", "name", "code"),
    [
        (option_policy.KAFKA_SOURCE, "properties.heartbeat.interval.ms", None),
        (option_policy.KAFKA_SOURCE, "json.fail-on-missing-field", None),
        (option_policy.KAFKA_SOURCE, "scan.bounded.mode", None),
        (option_policy.KAFKA_SOURCE, "scan.topic-partition-discovery.intervall", "unknown-option"),
        (option_policy.KAFKA_SOURCE, "properties.invented", "unknown-option"),
        (option_policy.KAFKA_SOURCE, "topic", "own-option"),
        (option_policy.KAFKA_SOURCE, "scan.startup.mode", "own-option"),
        (option_policy.KAFKA_SOURCE, "properties.bootstrap.servers", "own-option"),
        (option_policy.KAFKA_SOURCE, "properties.sasl.jaas.config", "forbidden-option"),
        (option_policy.KAFKA_SOURCE, "properties.SASL.jaas.config", "forbidden-option"),
        (option_policy.KAFKA_SOURCE, "properties.sasl.oauthbearer.token.endpoint.url", "forbidden-option"),
        (option_policy.KAFKA_SOURCE, "properties.security.protocol", "forbidden-option"),
        (option_policy.KAFKA_SOURCE, "properties.interceptor.classes", "forbidden-option"),
        (option_policy.KAFKA_SOURCE, "properties.config.providers", "forbidden-option"),
        (option_policy.KAFKA_SOURCE, "properties.config.providers.file.class", "forbidden-option"),
        (option_policy.KAFKA_SOURCE, "properties.ssl.keystore.location", "forbidden-option"),
        (option_policy.KAFKA_SOURCE, "properties.ssl.engine.factory.class", "forbidden-option"),
        (option_policy.KAFKA_SOURCE, "properties.metric.reporters", "forbidden-option"),
        (option_policy.KAFKA_SOURCE, "properties.key.deserializer", "forbidden-option"),
        (option_policy.KAFKA_SOURCE, "properties.partition.assignment.strategy", "forbidden-option"),
        (option_policy.KAFKA_SINK, "properties.linger.ms", None),
        (option_policy.KAFKA_SINK, "properties.transactional.id", "forbidden-option"),
        (option_policy.KAFKA_SINK, "properties.partitioner.class", "forbidden-option"),
        (option_policy.KAFKA_SINK, "sink.partitioner", "own-option"),
        (option_policy.JDBC_SINK, "sink.max-retries", None),
        (option_policy.JDBC_SINK, "URL", "own-option"),
        (option_policy.JDBC_SINK, "driver", "own-option"),
        (option_policy.JDBC_SINK, "properties.allowLoadLocalInfile", "forbidden-option"),
        (option_policy.JDBC_SINK, "properties.socketFactory", "forbidden-option"),
        (option_policy.PRINT_SINK, "anything", "forbidden-option"),
        (option_policy.JOB, "table.exec.source.idle-timeout", None),
        (option_policy.JOB, "pipeline.object-reuse", None),
        (option_policy.JOB, "$internal.pipeline.job-id", "forbidden-option"),
        (option_policy.JOB, "pipeline.jars", "forbidden-option"),
        (option_policy.JOB, "pipeline.classpaths", "forbidden-option"),
        (option_policy.JOB, "env.java.opts.taskmanager", "forbidden-option"),
        (option_policy.JOB, "state.savepoints.dir", "forbidden-option"),
        (option_policy.JOB, "state.checkpoints.dir", "forbidden-option"),
        (option_policy.JOB, "execution.checkpointing.dir", "forbidden-option"),
        (option_policy.JOB, "high-availability.type", "forbidden-option"),
        (option_policy.JOB, "security.kerberos.login.keytab", "forbidden-option"),
        (option_policy.JOB, "python.executable", "forbidden-option"),
        (option_policy.JOB, "classloader.resolve-order", "forbidden-option"),
        (option_policy.JOB, "table.resources.download-dir", "forbidden-option"),
        (option_policy.JOB, "parallelism.default", "own-option"),
    ],
)
def test_options(known: OptionPolicy, name: str, code: str | None) -> None:
    assert found(known, name) == code


@pytest.mark.parametrize(("name", "value"), [("", "x"), ("a\nb", "x"), ("json.x", "a\rb")])
def test_control_characters(name: str, value: str) -> None:
    assert found(option_policy.KAFKA_SOURCE, name, value) == "bad-option"


def test_an_unknown_option_suggests_the_nearest_and_only_warns() -> None:
    (problem,) = option_policy.KAFKA_SOURCE.check({"properties.hartbeat.interval.ms": "1"})
    assert problem.severity == "warning"
    assert "Did you mean properties.heartbeat.interval.ms?" in problem.message
