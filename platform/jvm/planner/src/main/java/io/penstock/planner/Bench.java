package io.penstock.planner;

import io.penstock.runtime.bench.Limits;
import io.penstock.runtime.bench.Muted;
import io.penstock.runtime.bench.ReplaySource;
import io.penstock.script.Script;
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
 * Runs tests on a cluster.
 *
 * <p>Parameters: {@code script} (as {@code penstock.testkit.instrumentation} makes it), {@code plan} {@code {"path"}} or
 * {@code {"lines": [text…]}}, {@code cluster} {@code {"url"}}, and where wanted {@code jars}, {@code functions}
 * ({@code name → class}), {@code limits} {@code {"seconds", "rows", "bytes"}}, {@code name}.
 */
final class Bench {

  private static final int SECONDS = 30;
  private static final long ROWS = 100_000;
  // All that a task tells goes to the JobManager in one message, of which Flink takes 10 MiB.
  private static final long BYTES = 8 << 20;
  private static final long GRACE_NANOS = 5_000_000_000L;

  private final Map<String, Cluster> clusters = new ConcurrentHashMap<>();

  /** What is common to the runs of one request. */
  private record Request(String url, Trial.Planned planned, Limits limits, int seconds, ClassLoader loader) {}

  /** One run: its outcome, with how long the planning and all of it took. */
  JsonNode run(JsonNode params) {
    long start = System.nanoTime();
    return during(
        params,
        request -> {
          long planning = System.nanoTime();
          ObjectNode answer = follow(request, request.planned().job());
          answer.put("planning_ms", (planning - start) / 1_000_000);
          return answer.put("milliseconds", (System.nanoTime() - start) / 1_000_000);
        });
  }

  /**
   * Several runs of one job that is planned once: their outcomes, in order.
   *
   * <p>{@code suppressed} has for each the lines to leave out, as {@link Muted} reads them; {@code concurrency} of them run
   * side by side. Of {@code only} {@code {"output", "line"}}, where it is given, the outcomes have just these changes.
   */
  JsonNode again(JsonNode params) {
    List<String> sets = new ArrayList<>();
    params.path("suppressed").forEach(one -> sets.add(one.asText()));
    int atOnce = Math.max(1, params.path("concurrency").asInt(2));
    return during(
        params,
        request -> {
          ObjectNode[] answers = new ObjectNode[sets.size()];
          Stream<Thread> threads =
              IntStream.range(0, Math.min(atOnce, sets.size()))
                  .mapToObj(first -> new Thread(() -> some(request, sets, first, atOnce, params, answers), "run-" + first));
          join(threads.toList());
          ArrayNode all = JsonNodeFactory.instance.arrayNode();
          return all.addAll(List.of(answers));
        });
  }

  private static void join(List<Thread> threads) {
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

  private void some(
      Request request, List<String> sets, int first, int step, JsonNode params, ObjectNode[] answers) {
    for (int i = first; i < sets.size(); i += step) {
      ObjectNode answer = follow(request, muted(request, sets.get(i)));
      JsonNode only = params.path("only");
      answers[i] = only.isObject() ? Outcome.only(answer, only.path("output").asText(), only.path("line").asInt()) : answer;
    }
  }

  private static JobGraph muted(Request request, String lines) {
    JobGraph planned = request.planned().job();
    try {
      JobGraph job = InstantiationUtil.clone(planned);
      job.setJobID(new JobID());
      ExecutionConfig config = planned.getSerializedExecutionConfig().deserializeValue(request.loader());
      config.setGlobalJobParameters(Configuration.fromMap(Map.of(Muted.KEY, lines)));
      job.setExecutionConfig(config);
      return job;
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Verdicts like those of a check, on a script that uses functions of the given jars. */
  JsonNode check(JsonNode params) {
    List<Path> jars = jars(params);
    try (URLClassLoader loader = new URLClassLoader(urls(jars), Bench.class.getClassLoader())) {
      Script script = Script.of(params.path("script"));
      Trial trial = trial(params, script, new Limits(0, 0), loader);
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      ArrayNode verdicts = answer.putArray("statements");
      trial.verdicts(script).forEach(verdict -> verdicts.add(verdict.toJson()));
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> jars(JsonNode params) {
    List<Path> jars = new ArrayList<>();
    params.path("jars").forEach(jar -> jars.add(Path.of(jar.asText())));
    return jars;
  }

  private static Trial trial(JsonNode params, Script script, Limits limits, URLClassLoader loader) {
    Trial trial = new Trial(script, UUID.randomUUID().toString(), limits, loader);
    params.path("functions").fields().forEachRemaining(one -> trial.function(one.getKey(), one.getValue().asText()));
    return trial;
  }

  private JsonNode during(JsonNode params, Function<Request, JsonNode> work) {
    int seconds = params.at("/limits/seconds").asInt(SECONDS);
    Limits limits =
        new Limits(
            params.at("/limits/rows").asLong(ROWS), Math.min(BYTES, params.at("/limits/bytes").asLong(BYTES)));
    List<Path> jars = jars(params);
    try (URLClassLoader loader = new URLClassLoader(urls(jars), Bench.class.getClassLoader())) {
      Trial.Planned planned = plan(params, limits, loader);
      planned.job().setInitialClientHeartbeatTimeout((seconds + 15) * 1000L);
      planned.job().addJar(new org.apache.flink.core.fs.Path(runtimeJar().toUri()));
      jars.forEach(jar -> planned.job().addJar(new org.apache.flink.core.fs.Path(jar.toUri())));
      return work.apply(new Request(params.at("/cluster/url").asText(), planned, limits, seconds, loader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Trial.Planned plan(JsonNode params, Limits limits, URLClassLoader loader) throws IOException {
    Script script = Script.of(params.path("script"));
    Trial trial = trial(params, script, limits, loader);
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
      trial.feed().add(number, lines.get(number));
    }
    boolean lockstep = params.path("lockstep").asBoolean(true);
    return trial.plan(script, params.path("name").asText("Unit test"), lockstep, params.has("suppressed"));
  }

  // Its time begins when it is submitted: a cold process is not the test's fault.
  private ObjectNode follow(Request request, JobGraph graph) {
    long start = System.nanoTime();
    int seconds = request.seconds();
    Cluster cluster = clusters.computeIfAbsent(request.url(), Cluster::new);
    JobID job = cluster.submit(graph);
    boolean ended = false;
    try {
      ended = cluster.ended(job, start + seconds * 1_000_000_000L);
    } finally {
      if (!ended) {
        cluster.cancel(job);
      }
    }
    Outcome outcome = new Outcome(request.planned(), request.limits());
    if (!ended && !cluster.ended(job, System.nanoTime() + GRACE_NANOS)) {
      outcome.read(cluster.soFar(job, request.loader()));
      return outcome.stopped("The test was stopped after " + seconds + " s; it has not let go of its slot yet.");
    }
    JobResult result = cluster.result(job);
    outcome.read(result, request.loader());
    return ended
        ? outcome.ended(result, request.loader())
        : outcome.stopped("The test was stopped after " + seconds + " s.");
  }

  private static URL[] urls(List<Path> jars) {
    return jars.stream().map(Bench::url).toArray(URL[]::new);
  }

  private static URL url(Path jar) {
    File file = jar.toFile();
    if (!file.isFile()) {
      throw new Refusal(Problem.Kind.PLAN, "The jar " + jar.getFileName() + " is missing.", null);
    }
    try {
      return file.toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  // Where this very process has the bench's classes from: both sides then run the same.
  private static Path runtimeJar() {
    try {
      return Path.of(ReplaySource.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
