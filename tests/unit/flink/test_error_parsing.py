"""The sentence behind a stack trace."""

import pytest

from penstock.flink.error_parsing import redact, root_cause

TRACE = """org.apache.flink.runtime.rest.handler.RestHandlerException: Not executed.
\tat org.apache.flink.runtime.webmonitor.handlers.JarRunHandler.lambda$handleRequest$1(JarRunHandler.java:114)
Caused by: java.util.concurrent.CompletionException: org.apache.flink.util.FlinkRuntimeException: Not executed
\t... 1 more
Caused by: org.apache.flink.table.api.ValidationException: Could not find any factory for identifier 'kafka'.

Available ones are:

datagen
\tat org.apache.flink.table.factories.FactoryUtil.discoverFactory(FactoryUtil.java:1)
Caused by: java.lang.NullPointerException
\t... 5 more
"""


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (
            TRACE,
            "Could not find any factory for identifier 'kafka'.\n\nAvailable ones are:\n\ndatagen",
        ),
        ("java.lang.IllegalStateException: no slot", "no slot"),
        ("java.lang.NullPointerException\n\tat a.b(C.java:1)", "java.lang.NullPointerException"),
        ("plain words", "plain words"),
        ("", "no reason given"),
    ],
)
def test_the_innermost_exception_with_a_message_is_the_cause(text: str, cause: str) -> None:
    assert root_cause(text) == cause


def test_a_long_cause_is_cut() -> None:
    assert len(root_cause("java.lang.Error: " + "x" * 5000)) == 600


def test_secrets_are_taken_out_even_where_one_holds_another() -> None:
    assert redact("a=hunter2 b=hunter2-long", ["hunter2", "", "hunter2-long"]) == "a=****** b=******"
