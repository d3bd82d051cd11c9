package io.penstock.testbench;

import io.penstock.planner.Diagnostic;
import io.penstock.planner.StatementRejectedException;
import io.penstock.sdk.Script;
import io.penstock.shim.SourceBase;
import io.penstock.testbench.cluster.CaptureLimits;
import io.penstock.testbench.cluster.ReplaySource;
import io.penstock.testbench.cluster.SuppressedLines;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

/**
 * Runs unit tests of jobs on a Flink session cluster.
 *
 * <p>Parameters: {@code script} (from {@code penstock.testkit.instrumentation}), {@code plan}
 * {@code {"path"}} or {@code {"lines": [text…]}}, {@code cluster} {@code {"url"}}, and optionally
 * {@code jars}, {@code functions} ({@code name → class}), {@code limits} {@code {"seconds", "rows",
 * "bytes"}}, {@code name}.
 */
final class TestExecutor {

  private static final int SECONDS = 30;
  private static final long ROWS = 100_000;
  // All accumulators of a task are sent to the JobManager in one message, which Flink limits to 10
  // MiB.
  private static final long BYTES = 8 << 20;
  // One class of each jar that a test job needs in task managers.
  private static final List<Class<?>> TEST_CLASSES = List.of(ReplaySource.class, SourceBase.class);
  private static final long CANCEL_GRACE_NANOS = 5_000_000_000L;

  private final Map<String, SessionClusterClient> clusters = new ConcurrentHashMap<>();

  /** What the runs of one request have in common. */
  private record Request(
      String url,
      TestJobPlanner.PlannedTest planned,
      CaptureLimits limits,
      int seconds,
      ClassLoader loader) {}

  /** Runs the test once; the answer includes the duration of planning and of the whole run. */
  JsonNode run(JsonNode params) {
    long start = System.nanoTime();
    return withPlannedJob(
        params,
        request -> {
          long planning = System.nanoTime();
          ObjectNode answer = awaitResult(request, request.planned().job());
          answer.put("planning_ms", (planning - start) / 1_000_000);
          return answer.put("milliseconds", (System.nanoTime() - start) / 1_000_000);
        });
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
    int atOnce = Math.max(1, params.path("concurrency").asInt(2));
    return withPlannedJob(
        params,
        request -> {
          ObjectNode[] answers = new ObjectNode[variants.size()];
          Stream<Thread> threads =
              IntStream.range(0, Math.min(atOnce, variants.size()))
                  .mapToObj(
                      first ->
                          new Thread(
                              () -> runSlice(request, variants, first, atOnce, params, answers),
                              "run-" + first));
          runAll(threads.toList());
          ArrayNode all = JsonNodeFactory.instance.arrayNode();
          return all.addAll(List.of(answers));
        });
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

  private void runSlice(
      Request request,
      List<String> variants,
      int first,
      int step,
      JsonNode params,
      ObjectNode[] answers) {
    for (int i = first; i < variants.size(); i += step) {
      ObjectNode answer = awaitResult(request, createVariant(request, variants.get(i)));
      JsonNode only = params.path("only");
      answers[i] =
          only.isObject()
              ? RawTestResult.filterChanges(
                  answer, only.path("output").asText(), only.path("line").asInt())
              : answer;
    }
  }

  private static JobGraph createVariant(Request request, String lines) {
    JobGraph planned = request.planned().job();
    try {
      JobGraph job = InstantiationUtil.clone(planned);
      job.setJobID(new JobID());
      ExecutionConfig config =
          planned.getSerializedExecutionConfig().deserializeValue(request.loader());
      config.setGlobalJobParameters(Configuration.fromMap(Map.of(SuppressedLines.KEY, lines)));
      job.setExecutionConfig(config);
      return job;
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Checks a script that uses functions of the given jars. */
  JsonNode check(JsonNode params) {
    List<Path> jars = readJars(params);
    try (URLClassLoader loader =
        new URLClassLoader(toUrls(jars), TestExecutor.class.getClassLoader())) {
      Script script = Script.fromJson(params.path("script"));
      TestJobPlanner planner = createPlanner(params, script, new CaptureLimits(0, 0), loader);
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      ArrayNode results = answer.putArray("statements");
      planner.checkStatements(script).forEach(result -> results.add(result.toJson()));
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> readJars(JsonNode params) {
    List<Path> jars = new ArrayList<>();
    params.path("jars").forEach(jar -> jars.add(Path.of(jar.asText())));
    return jars;
  }

  private static TestJobPlanner createPlanner(
      JsonNode params, Script script, CaptureLimits limits, URLClassLoader loader) {
    TestJobPlanner planner =
        new TestJobPlanner(script, UUID.randomUUID().toString(), limits, loader);
    params
        .path("functions")
        .fields()
        .forEachRemaining(one -> planner.registerFunction(one.getKey(), one.getValue().asText()));
    return planner;
  }

  private JsonNode withPlannedJob(JsonNode params, Function<Request, JsonNode> work) {
    int seconds = params.at("/limits/seconds").asInt(SECONDS);
    CaptureLimits limits =
        new CaptureLimits(
            params.at("/limits/rows").asLong(ROWS),
            Math.min(BYTES, params.at("/limits/bytes").asLong(BYTES)));
    List<Path> jars = readJars(params);
    try (URLClassLoader loader =
        new URLClassLoader(toUrls(jars), TestExecutor.class.getClassLoader())) {
      TestJobPlanner.PlannedTest planned = planJob(params, limits, loader);
      planned.job().setInitialClientHeartbeatTimeout((seconds + 15) * 1000L);
      Stream.concat(TEST_CLASSES.stream().map(TestExecutor::locateJar), jars.stream())
          .forEach(jar -> planned.job().addJar(new org.apache.flink.core.fs.Path(jar.toUri())));
      return work.apply(
          new Request(params.at("/cluster/url").asText(), planned, limits, seconds, loader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestJobPlanner.PlannedTest planJob(
      JsonNode params, CaptureLimits limits, URLClassLoader loader) throws IOException {
    Script script = Script.fromJson(params.path("script"));
    TestJobPlanner planner = createPlanner(params, script, limits, loader);
    List<String> lines = new ArrayList<>();
    JsonNode plan = params.path("plan");
    if (plan.has("path")) {
      lines = Files.readAllLines(Path.of(plan.path("path").asText()));
    } else {
      for (JsonNode line : plan.path("lines")) {
        lines.add(line.isTextual() ? line.asText() : line.toString());
      }
    }
    for (int number = 0; number < lines.size(); number++) {
      planner.replayPlan().addLine(number, lines.get(number));
    }
    boolean lockstep = params.path("lockstep").asBoolean(true);
    return planner.plan(
        script, params.path("name").asText("Unit test"), lockstep, params.has("suppressed"));
  }

  // The time limit starts with the submission: a cold process must not count.
  private ObjectNode awaitResult(Request request, JobGraph graph) {
    long start = System.nanoTime();
    int seconds = request.seconds();
    SessionClusterClient cluster =
        clusters.computeIfAbsent(request.url(), SessionClusterClient::new);
    JobID job = cluster.submit(graph);
    boolean ended = false;
    try {
      ended = cluster.awaitEnd(job, start + seconds * 1_000_000_000L);
    } finally {
      if (!ended) {
        cluster.cancel(job);
      }
    }
    RawTestResult result = new RawTestResult(request.planned(), request.limits());
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

  private static URL[] toUrls(List<Path> jars) {
    return jars.stream().map(TestExecutor::toUrl).toArray(URL[]::new);
  }

  private static URL toUrl(Path jar) {
    File file = jar.toFile();
    if (!file.isFile()) {
      throw new StatementRejectedException(
          Diagnostic.Kind.PLAN, "The jar " + jar.getFileName() + " is missing.", null);
    }
    try {
      return file.toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  // The jar that this process has loaded the class from, so that both sides run the same version.
  private static Path locateJar(Class<?> ours) {
    try {
      return Path.of(ours.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
