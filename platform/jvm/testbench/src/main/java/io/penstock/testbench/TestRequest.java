package io.penstock.testbench;

import io.penstock.planner.Diagnostic;
import io.penstock.planner.StatementRejectedException;
import io.penstock.sdk.Script;
import io.penstock.shim.SourceBase;
import io.penstock.testbench.cluster.CaptureLimits;
import io.penstock.testbench.cluster.ReplaySource;
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
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/**
 * The parameters of a request, with the class loader of its jars.
 *
 * <p>Parameters: {@code script} (from {@code penstock.testkit.instrumentation}), {@code plan}
 * {@code {"path"}} or {@code {"lines": [text…]}}, {@code cluster} {@code {"url"}}, and optionally
 * {@code jars}, {@code functions} ({@code name → class}), {@code limits} {@code {"seconds", "rows",
 * "bytes"}}, {@code name}.
 */
final class TestRequest implements AutoCloseable {

  private static final int SECONDS = 30;
  private static final long ROWS = 100_000;
  // All accumulators of a task go to the JobManager in one message, limited by Flink to 10 MiB.
  private static final long BYTES = 8 << 20;
  // One class of each jar that a test job needs in task managers.
  private static final List<Class<?>> TEST_CLASSES = List.of(ReplaySource.class, SourceBase.class);

  private final JsonNode params;
  private final Script script;
  private final List<Path> jars;
  private final URLClassLoader loader;

  private TestRequest(JsonNode params, Script script, List<Path> jars, URLClassLoader loader) {
    this.params = params;
    this.script = script;
    this.jars = jars;
    this.loader = loader;
  }

  /**
   * Reads the parameters.
   *
   * @throws StatementRejectedException if a jar is missing
   */
  static TestRequest fromJson(JsonNode params) {
    List<Path> jars = new ArrayList<>();
    params.path("jars").forEach(jar -> jars.add(Path.of(jar.asText())));
    Script script = Script.fromJson(params.path("script"));
    URL[] urls = jars.stream().map(TestRequest::toUrl).toArray(URL[]::new);
    URLClassLoader loader = new URLClassLoader(urls, TestRequest.class.getClassLoader());
    return new TestRequest(params, script, jars, loader);
  }

  Script script() {
    return script;
  }

  ClassLoader loader() {
    return loader;
  }

  String clusterUrl() {
    return params.at("/cluster/url").asText();
  }

  int seconds() {
    return params.at("/limits/seconds").asInt(SECONDS);
  }

  CaptureLimits limits() {
    return new CaptureLimits(
        params.at("/limits/rows").asLong(ROWS),
        Math.min(BYTES, params.at("/limits/bytes").asLong(BYTES)));
  }

  /** Creates a planner that knows the functions of the request. */
  TestJobPlanner createPlanner() {
    TestJobPlanner planner =
        new TestJobPlanner(script, UUID.randomUUID().toString(), limits(), loader);
    params
        .path("functions")
        .fields()
        .forEachRemaining(one -> planner.registerFunction(one.getKey(), one.getValue().asText()));
    return planner;
  }

  /** Plans the job with the lines of its arrival plan, and with the jars that it needs. */
  TestJobPlanner.PlannedTest planJob() {
    TestJobPlanner planner = createPlanner();
    List<String> lines = readPlan();
    for (int number = 0; number < lines.size(); number++) {
      planner.replayPlan().addLine(number, lines.get(number));
    }
    String name = params.path("name").asText("Unit test");
    boolean lockstep = params.path("lockstep").asBoolean(true);
    TestJobPlanner.PlannedTest planned =
        planner.plan(script, name, lockstep, params.has("suppressed"));
    planned.job().setInitialClientHeartbeatTimeout((seconds() + 15) * 1000L);
    Stream.concat(TEST_CLASSES.stream().map(TestRequest::locateJar), jars.stream())
        .forEach(jar -> planned.job().addJar(new org.apache.flink.core.fs.Path(jar.toUri())));
    return planned;
  }

  private List<String> readPlan() {
    JsonNode plan = params.path("plan");
    List<String> lines = new ArrayList<>();
    if (!plan.has("path")) {
      plan.path("lines")
          .forEach(line -> lines.add(line.isTextual() ? line.asText() : line.toString()));
      return lines;
    }
    try {
      return Files.readAllLines(Path.of(plan.path("path").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
