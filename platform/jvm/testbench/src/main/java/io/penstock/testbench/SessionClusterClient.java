package io.penstock.testbench;

import io.penstock.planner.Diagnostic;
import io.penstock.planner.ErrorMessages;
import io.penstock.planner.StatementRejectedException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;

/** The REST client of a session cluster; every call has a timeout. */
final class SessionClusterClient implements AutoCloseable {

  private static final long CALL_SECONDS = 10;
  // No test ends sooner, and every poll takes processor time from the test.
  private static final long FIRST_MS = 120;
  private static final long POLL_MS = 10;

  private final String url;
  private final RestClusterClient<String> client;

  SessionClusterClient(String url) {
    this.url = url;
    try {
      client = new RestClusterClient<>(createConfiguration(URI.create(url)), "unit-tests");
    } catch (Exception e) {
      throw new StatementRejectedException(
          Diagnostic.Kind.PLAN, "'" + url + "' is not the address of a Flink cluster.", null);
    }
  }

  private static Configuration createConfiguration(URI uri) {
    boolean secure = "https".equals(uri.getScheme());
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, uri.getHost());
    configuration.set(RestOptions.PORT, uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80);
    configuration.set(SecurityOptions.SSL_REST_ENABLED, secure);
    configuration.set(RestOptions.CONNECTION_TIMEOUT, Duration.ofSeconds(3));
    configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, 3);
    configuration.set(RestOptions.RETRY_DELAY, Duration.ofMillis(200));
    return configuration;
  }

  JobID submit(JobGraph job) {
    return await(client.submitJob(job), "submit the test");
  }

  /**
   * Waits for the end of the job; returns false after {@code deadline} ({@link System#nanoTime}).
   */
  boolean awaitEnd(JobID job, long deadline) {
    long start = System.nanoTime();
    long pause = FIRST_MS;
    while (System.nanoTime() < deadline) {
      JobStatus status = await(client.getJobStatus(job), "read the state of the test");
      if (status.isGloballyTerminalState()) {
        return true;
      }
      try {
        Thread.sleep(pause);
        pause = Math.max(POLL_MS, (System.nanoTime() - start) / 15_000_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  void cancel(JobID job) {
    await(client.cancel(job), "stop the test");
  }

  /** Fetches the result of a job that has ended. */
  JobResult requestResult(JobID job) {
    return await(client.requestJobResult(job), "fetch the result of the test");
  }

  /** Fetches the accumulators of a running job, as last reported by its tasks. */
  Map<String, Object> requestAccumulators(JobID job, ClassLoader loader) {
    return await(client.getAccumulators(job, loader), "fetch the rows of the test");
  }

  private <T> T await(CompletableFuture<T> call, String what) {
    try {
      return call.get(CALL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      String message = "The test cluster at %s did not answer the request to %s: %s";
      throw new StatementRejectedException(
          Diagnostic.Kind.PLAN, message.formatted(url, what, describeCause(e)), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String describeCause(Exception e) {
    if (e instanceof TimeoutException) {
      return "no answer within " + CALL_SECONDS + " s.";
    }
    Throwable at = e;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return ErrorMessages.clean(
        String.valueOf(at.getMessage()).lines().findFirst().orElse("no reason given"));
  }

  @Override
  public void close() {
    client.close();
  }
}
