"""Extra options: known ones pass, unknown ones warn, unsafe ones and those with a field are refused."""

from __future__ import annotations

import pytest

from penstock.compiler.job_options import JOB_OPTIONS
from penstock.connectors.jdbc import options as jdbc
from penstock.connectors.kafka import options as kafka
from penstock.connectors.print import sink as print_sink
from penstock.operators.option_policy import OptionPolicy


def find_problem(known: OptionPolicy, name: str, value: object = "x") -> str | None:
    problems = list(known.check({name: value}))
    assert all(p.field == f"options.{name}" for p in problems)
    return problems[0].code if problems else None


@pytest.mark.parametrize(
    ("known", "name", "code"),
    [
        (kafka.SOURCE, "properties.heartbeat.interval.ms", None),
        (kafka.SOURCE, "json.fail-on-missing-field", None),
        (kafka.SOURCE, "scan.bounded.mode", None),
        (kafka.SOURCE, "scan.topic-partition-discovery.intervall", "unknown-option"),
        (kafka.SOURCE, "properties.invented", "unknown-option"),
        (kafka.SOURCE, "topic", "own-option"),
        (kafka.SOURCE, "scan.startup.mode", "own-option"),
        (kafka.SOURCE, "properties.bootstrap.servers", "own-option"),
        (kafka.SOURCE, "properties.sasl.jaas.config", "forbidden-option"),
        (kafka.SOURCE, "properties.SASL.jaas.config", "forbidden-option"),
        (kafka.SOURCE, "properties.sasl.oauthbearer.token.endpoint.url", "forbidden-option"),
        (kafka.SOURCE, "properties.security.protocol", "forbidden-option"),
        (kafka.SOURCE, "properties.interceptor.classes", "forbidden-option"),
        (kafka.SOURCE, "properties.config.providers", "forbidden-option"),
        (kafka.SOURCE, "properties.config.providers.file.class", "forbidden-option"),
        (kafka.SOURCE, "properties.ssl.keystore.location", "forbidden-option"),
        (kafka.SOURCE, "properties.ssl.engine.factory.class", "forbidden-option"),
        (kafka.SOURCE, "properties.metric.reporters", "forbidden-option"),
        (kafka.SOURCE, "properties.key.deserializer", "forbidden-option"),
        (kafka.SOURCE, "properties.partition.assignment.strategy", "forbidden-option"),
        (kafka.SINK, "properties.linger.ms", None),
        (kafka.SINK, "properties.transactional.id", "forbidden-option"),
        (kafka.SINK, "properties.partitioner.class", "forbidden-option"),
        (kafka.SINK, "sink.partitioner", "own-option"),
        (jdbc.SINK, "sink.max-retries", None),
        (jdbc.SINK, "URL", "own-option"),
        (jdbc.SINK, "driver", "own-option"),
        (jdbc.SINK, "properties.allowLoadLocalInfile", "forbidden-option"),
        (jdbc.SINK, "properties.socketFactory", "forbidden-option"),
        (print_sink.OPTIONS, "anything", "forbidden-option"),
        (JOB_OPTIONS, "table.exec.source.idle-timeout", None),
        (JOB_OPTIONS, "pipeline.object-reuse", None),
        (JOB_OPTIONS, "$internal.pipeline.job-id", "forbidden-option"),
        (JOB_OPTIONS, "pipeline.jars", "forbidden-option"),
        (JOB_OPTIONS, "pipeline.classpaths", "forbidden-option"),
        (JOB_OPTIONS, "env.java.opts.taskmanager", "forbidden-option"),
        (JOB_OPTIONS, "state.savepoints.dir", "forbidden-option"),
        (JOB_OPTIONS, "state.checkpoints.dir", "forbidden-option"),
        (JOB_OPTIONS, "execution.checkpointing.dir", "forbidden-option"),
        (JOB_OPTIONS, "high-availability.type", "forbidden-option"),
        (JOB_OPTIONS, "security.kerberos.login.keytab", "forbidden-option"),
        (JOB_OPTIONS, "python.executable", "forbidden-option"),
        (JOB_OPTIONS, "classloader.resolve-order", "forbidden-option"),
        (JOB_OPTIONS, "table.resources.download-dir", "forbidden-option"),
        (JOB_OPTIONS, "parallelism.default", "own-option"),
    ],
)
def test_options(known: OptionPolicy, name: str, code: str | None) -> None:
    assert find_problem(known, name) == code


@pytest.mark.parametrize(("name", "value"), [("", "x"), ("a\nb", "x"), ("json.x", "a\rb")])
def test_control_characters(name: str, value: str) -> None:
    assert find_problem(kafka.SOURCE, name, value) == "bad-option"


def test_an_unknown_option_suggests_the_nearest_and_only_warns() -> None:
    (problem,) = kafka.SOURCE.check({"properties.hartbeat.interval.ms": "1"})
    assert problem.severity == "warning"
    assert "Did you mean properties.heartbeat.interval.ms?" in problem.message
