package io.penstock.testbench;

import io.penstock.testbench.cluster.SuppressedLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.util.InstantiationUtil;

/** Runs unit tests of jobs on a Flink session cluster; {@link TestRequest} has the parameters. */
final class TestExecutor {

  private static final long CANCEL_GRACE_NANOS = 5_000_000_000L;

  private final Map<String, SessionClusterClient> clusters = new ConcurrentHashMap<>();

  /** Runs the test once; the answer includes the duration of planning and of the whole run. */
  JsonNode run(JsonNode params) {
    long start = System.nanoTime();
    try (TestRequest request = TestRequest.fromJson(params)) {
      TestJobPlanner.PlannedTest planned = request.planJob();
      long planning = System.nanoTime();
      ObjectNode answer = awaitResult(request, planned, planned.job());
      answer.put("planning_ms", (planning - start) / 1_000_000);
      return answer.put("milliseconds", (System.nanoTime() - start) / 1_000_000);
    }
  }

  /**
   * Runs several variants of a job that is planned once; returns their results in order.
   *
   * <p>{@code suppressed} has the lines to omit for each variant, in the form of {@link
   * SuppressedLines}; {@code concurrency} variants run at the same time. With {@code only} {@code
   * {"output", "line"}} the results contain just the changes of this output that this line caused.
   */
  JsonNode runVariants(JsonNode params) {
    List<String> variants = new ArrayList<>();
    params.path("suppressed").forEach(one -> variants.add(one.asText()));
    int concurrency = Math.max(1, params.path("concurrency").asInt(2));
    try (TestRequest request = TestRequest.fromJson(params)) {
      TestJobPlanner.PlannedTest planned = request.planJob();
      ObjectNode[] answers = new ObjectNode[variants.size()];
      List<Thread> threads = new ArrayList<>();
      for (int first = 0; first < Math.min(concurrency, variants.size()); first++) {
        int start = first;
        Runnable slice =
            () -> {
              for (int i = start; i < answers.length; i += concurrency) {
                answers[i] = runVariant(request, planned, variants.get(i), params.path("only"));
              }
            };
        threads.add(new Thread(slice, "run-" + first));
      }
      runAll(threads);
      return JsonNodeFactory.instance.arrayNode().addAll(List.of(answers));
    }
  }

  private static void runAll(List<Thread> threads) {
    List<Throwable> problems = new ArrayList<>();
    for (Thread thread : threads) {
      thread.setUncaughtExceptionHandler(
          (one, problem) -> {
            synchronized (problems) {
              problems.add(problem);
            }
          });
      thread.start();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    for (Throwable problem : problems) {
      if (problem instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) problem;
    }
  }

  private ObjectNode runVariant(
      TestRequest request, TestJobPlanner.PlannedTest planned, String suppressed, JsonNode only) {
    JobGraph job = createVariant(planned.job(), suppressed, request.loader());
    ObjectNode answer = awaitResult(request, planned, job);
    return only.isObject()
        ? RawTestResult.filterChanges(
            answer, only.path("output").asText(), only.path("line").asInt())
        : answer;
  }

  private static JobGraph createVariant(JobGraph planned, String suppressed, ClassLoader loader) {
    try {
      JobGraph job = InstantiationUtil.clone(planned);
      job.setJobID(new JobID());
      ExecutionConfig config = planned.getSerializedExecutionConfig().deserializeValue(loader);
      config.setGlobalJobParameters(Configuration.fromMap(Map.of(SuppressedLines.KEY, suppressed)));
      job.setExecutionConfig(config);
      return job;
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Checks a script that uses functions of the given jars. */
  ObjectNode check(JsonNode params) {
    try (TestRequest request = TestRequest.fromJson(params)) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      ArrayNode results = answer.putArray("statements");
      request
          .createPlanner()
          .checkStatements(request.script())
          .forEach(result -> results.add(result.toJson()));
      return answer;
    }
  }

  // The time limit starts with the submission: a cold process must not count.
  private ObjectNode awaitResult(
      TestRequest request, TestJobPlanner.PlannedTest planned, JobGraph graph) {
    long start = System.nanoTime();
    int seconds = request.seconds();
    SessionClusterClient cluster =
        clusters.computeIfAbsent(request.clusterUrl(), SessionClusterClient::new);
    JobID job = cluster.submit(graph);
    boolean ended = false;
    try {
      ended = cluster.awaitEnd(job, start + seconds * 1_000_000_000L);
    } finally {
      if (!ended) {
        cluster.cancel(job);
      }
    }
    RawTestResult result = new RawTestResult(planned, request.limits());
    if (!ended && !cluster.awaitEnd(job, System.nanoTime() + CANCEL_GRACE_NANOS)) {
      result.readAccumulators(cluster.requestAccumulators(job, request.loader()));
      return result.toStopped(
          "The test was stopped after " + seconds + " s; it has not released its slot yet.");
    }
    JobResult jobResult = cluster.requestResult(job);
    result.readAccumulators(jobResult, request.loader());
    return ended
        ? result.toEnded(jobResult, request.loader())
        : result.toStopped("The test was stopped after " + seconds + " s.");
  }
}
