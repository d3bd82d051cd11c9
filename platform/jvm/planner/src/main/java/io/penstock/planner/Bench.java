package io.penstock.planner;

import io.penstock.runtime.bench.Limits;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Runs tests on a cluster.
 *
 * <p>Parameters: {@code script} (as {@code penstock.bench.script} makes it), {@code plan} {@code {"path"}} or
 * {@code {"lines": [text…]}}, {@code cluster} {@code {"url"}}, and where wanted {@code jars}, {@code functions}
 * ({@code name → class}), {@code limits} {@code {"seconds", "rows", "bytes"}}, {@code name}.
 */
final class Bench {

  private static final int SECONDS = 30;
  private static final long ROWS = 100_000;
  // All that a task tells goes to the JobManager in one message, of which Flink takes 10 MiB.
  private static final long BYTES = 8 << 20;
  private static final long GRACE_NANOS = 5_000_000_000L;

  private final Map<String, Cluster> clusters = new HashMap<>();

  JsonNode run(JsonNode params) {
    long start = System.nanoTime();
    int seconds = params.at("/limits/seconds").asInt(SECONDS);
    Limits limits =
        new Limits(
            params.at("/limits/rows").asLong(ROWS), Math.min(BYTES, params.at("/limits/bytes").asLong(BYTES)));
    List<Path> jars = new ArrayList<>();
    params.path("jars").forEach(jar -> jars.add(Path.of(jar.asText())));
    try (URLClassLoader loader = new URLClassLoader(urls(jars), Bench.class.getClassLoader())) {
      Trial.Planned planned = plan(params, limits, loader);
      planned.job().setInitialClientHeartbeatTimeout((seconds + 15) * 1000L);
      planned.job().addJar(new org.apache.flink.core.fs.Path(runtimeJar().toUri()));
      jars.forEach(jar -> planned.job().addJar(new org.apache.flink.core.fs.Path(jar.toUri())));
      long planning = System.nanoTime();
      ObjectNode answer = follow(params.at("/cluster/url").asText(), planned, limits, start, seconds, loader);
      answer.put("planning_ms", (planning - start) / 1_000_000);
      return answer.put("milliseconds", (System.nanoTime() - start) / 1_000_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Trial.Planned plan(JsonNode params, Limits limits, URLClassLoader loader) throws IOException {
    Script script = Script.of(params.path("script"));
    Trial trial = new Trial(script, UUID.randomUUID().toString(), limits, loader);
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
    params.path("functions").fields().forEachRemaining(one -> trial.function(one.getKey(), one.getValue().asText()));
    boolean lockstep = params.path("lockstep").asBoolean(true);
    return trial.plan(script, params.path("name").asText("Unit test"), lockstep);
  }

  private ObjectNode follow(
      String url, Trial.Planned planned, Limits limits, long start, int seconds, ClassLoader loader) {
    Cluster cluster = clusters.computeIfAbsent(url, Cluster::new);
    JobID job = cluster.submit(planned.job());
    boolean ended = false;
    try {
      ended = cluster.ended(job, start + seconds * 1_000_000_000L);
    } finally {
      if (!ended) {
        cluster.cancel(job);
      }
    }
    Outcome outcome = new Outcome(planned, limits);
    if (!ended && !cluster.ended(job, System.nanoTime() + GRACE_NANOS)) {
      outcome.read(cluster.soFar(job, loader));
      return outcome.stopped("The test was stopped after " + seconds + " s; it has not let go of its slot yet.");
    }
    JobResult result = cluster.result(job);
    outcome.read(result, loader);
    return ended ? outcome.ended(result, loader) : outcome.stopped("The test was stopped after " + seconds + " s.");
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
