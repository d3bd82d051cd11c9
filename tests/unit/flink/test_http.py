"""What is known after a call that failed."""

import json
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from penstock.flink.bundle import Bundle
from penstock.flink.http import Http, HttpRejected, NotFound, ResponseLost, Timeout, Unreachable
from penstock.flink.rest import AlreadySubmitted, Cluster, Submission

Serve = Callable[..., Any]
DUPLICATE = "org.apache.flink.runtime.client.DuplicateJobSubmissionException: Job has already been submitted."
# As Flink 1.20 answers to the second submission of a bundle, shortened by lines "at …" only.
DUPLICATE_OF_OURS = """\
org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.
\tat org.apache.flink.runtime.webmonitor.handlers.JarRunHandler.lambda$handleRequest$1(JarRunHandler.java:114)
Caused by: java.util.concurrent.CompletionException: org.apache.flink.util.FlinkRuntimeException: Could not \
execute application.
\t... 1 more
Caused by: org.apache.flink.util.FlinkRuntimeException: Could not execute application.
\t... 1 more
Caused by: org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: The \
job cannot be started: Failed to execute sql ← Failed to execute job \
'insert-into_default_catalog.default_database.p'. ← Job has already been submitted.
\t... 4 more
Caused by: io.penstock.runtime.JobFailure: The job cannot be started: Failed to execute sql ← Failed to \
execute job 'insert-into_default_catalog.default_database.p'. ← Job has already been submitted.
\tat io.penstock.runtime.Job.failure(Job.java:77)
\t... 7 more
"""
OURS = "io.penstock.sdk.JobStartException: The job cannot be started: Failed to execute sql ← "
INSIDE = "java.util.concurrent.TimeoutException: Invocation of [RemoteRpcInvocation(x)] at [y] timed out."


def errors(*texts: str) -> str:
    return json.dumps({"errors": list(texts)})


@pytest.mark.parametrize(
    ("answer", "kind", "text", "may"),
    [
        ({"cut": True}, ResponseLost, "broke before its answer", True),
        ({"status": 503}, Unreachable, "takes no requests yet", False),
        (
            {"status": 404, "body": errors("a.NotFoundException: Job 7 not found")},
            NotFound,
            "Job 7 not found",
            False,
        ),
        (
            {"status": 400, "body": errors("a.b.BadException: no such jar")},
            HttpRejected,
            "no such jar",
            False,
        ),
        ({"status": 500, "body": errors("Internal server error.", INSIDE)}, Timeout, "too busy", True),
        (
            {"status": 400, "body": errors(f"{OURS}Invocation of [Rpc(x)] at recipient [y] timed out. This")},
            Timeout,
            "too busy",
            True,
        ),
        ({"status": 400, "body": errors(f"{OURS}Ask timed out on [Actor[x]]")}, Timeout, "too busy", True),
        ({"status": 400, "body": errors(f"{OURS}TimeoutException")}, Timeout, "too busy", True),
        ({"status": 502, "body": "<html>proxy</html>"}, HttpRejected, "<html>proxy</html>", False),
        ({"body": "<html>another server</html>"}, HttpRejected, "isn't a Flink cluster", False),
    ],
)
def test_each_failure_says_what_may_have_happened(
    serve: Serve, answer: dict[str, Any], kind: type[Exception], text: str, may: bool
) -> None:
    http = Http(serve({"/x": answer}).url)
    with pytest.raises(kind, match=text) as caught:
        http.post("/x", {})
    assert caught.value.may_have_happened is may


def test_nothing_listening_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match=f"127.0.0.1:{port} can't be reached") as caught:
        Http(f"http://127.0.0.1:{port}").get("/overview")
    assert caught.value.may_have_happened is False


def test_an_answer_that_does_not_come_ends_in_a_timeout(serve: Serve) -> None:
    never = threading.Event()
    http = Http(serve({"/slow": {"hang": never}}).url)
    with pytest.raises(Timeout, match="didn't answer in time") as caught:
        http.get("/slow", timeout=0.2)
    never.set()
    assert caught.value.may_have_happened is True


@pytest.mark.parametrize("text", [DUPLICATE, DUPLICATE_OF_OURS])
def test_a_taken_job_id_is_told_from_other_refusals(serve: Serve, tmp_path: Any, text: str) -> None:
    jar = tmp_path / "job.jar"
    jar.write_bytes(b"jar")
    served = serve(
        {
            "/jars": {"body": json.dumps({"files": []})},
            "/jars/upload": {"body": json.dumps({"filename": "/tmp/u/1_job.jar"})},
            "/jars/1_job.jar/run": {"status": 400, "body": errors(text)},
        }
    )
    with pytest.raises(AlreadySubmitted):
        Cluster(served.url).run(Submission(Bundle("f" * 64, 3, jar), "a" * 32, "Main", []))
    assert served.asked == ["GET /jars", "POST /jars/upload", "POST /jars/1_job.jar/run"]


def test_a_jar_that_a_restarted_cluster_lost_is_sent_again(serve: Serve, tmp_path: Any) -> None:
    jar = tmp_path / "job.jar"
    jar.write_bytes(b"jar")
    gone = errors("a.RestHandlerException: Jar file /tmp/u/old.jar does not exist")
    served = serve(
        {
            "/jars": {"body": json.dumps({"files": [{"name": f"{'e' * 64}.jar", "id": "old.jar"}]})},
            "/jars/upload": {"body": json.dumps({"filename": "/tmp/u/new.jar"})},
            "/jars/old.jar/run": {"status": 400, "body": gone},
            "/jars/new.jar/run": {},
        }
    )
    cluster = Cluster(served.url)
    with pytest.raises(HttpRejected):
        # The listing still shows it: the second try meets the same refusal, and says so.
        cluster.run(Submission(Bundle("e" * 64, 3, jar), "a" * 32, "Main", []))
    served.answers["/jars"].body = json.dumps({"files": []})
    cluster.run(Submission(Bundle("e" * 64, 3, jar), "a" * 32, "Main", []))
    assert served.asked[-1] == "POST /jars/new.jar/run"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, errors("a.RestHandlerException: Job could not be found.")),
        (
            400,
            errors("a.RestHandlerException: the job has already reached another terminal state (FINISHED)."),
        ),
        (202, "{}"),
    ],
)
def test_cancelling_what_has_ended_is_fine(serve: Serve, status: int, body: str) -> None:
    Cluster(serve({f"/jobs/{'a' * 32}": {"status": status, "body": body}}).url).cancel("a" * 32)


def test_another_server_at_the_address_is_no_cluster(serve: Serve) -> None:
    with pytest.raises(HttpRejected, match="isn't a Flink cluster"):
        Cluster(serve({"/overview": {"body": '{"hello": 1}'}}).url).overview()
