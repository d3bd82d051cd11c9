package io.penstock.planner;

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

/** A session cluster behind its REST address; every call has a time-out. */
final class Cluster implements AutoCloseable {

  private static final long CALL_SECONDS = 10;
  // No test ends sooner, and every look costs both sides what the test could use.
  private static final long FIRST_MS = 120;
  private static final long POLL_MS = 10;

  private final String url;
  private final RestClusterClient<String> client;

  Cluster(String url) {
    this.url = url;
    try {
      client = new RestClusterClient<>(configuration(URI.create(url)), "bench");
    } catch (Exception e) {
      throw new Refusal(Problem.Kind.PLAN, "'" + url + "' is not the address of a Flink cluster.", null);
    }
  }

  private static Configuration configuration(URI uri) {
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
    return answer(client.submitJob(job), "submit the test");
  }

  /** Whether the job has come to its end before {@code deadline}, in nanoseconds of this process's clock. */
  boolean ended(JobID job, long deadline) {
    long begun = System.nanoTime();
    long pause = FIRST_MS;
    while (System.nanoTime() < deadline) {
      JobStatus status = answer(client.getJobStatus(job), "ask for the test's state");
      if (status.isGloballyTerminalState()) {
        return true;
      }
      try {
        Thread.sleep(pause);
        pause = Math.max(POLL_MS, (System.nanoTime() - begun) / 15_000_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  void cancel(JobID job) {
    answer(client.cancel(job), "stop the test");
  }

  /** The result of a job that has ended. */
  JobResult result(JobID job) {
    return answer(client.requestJobResult(job), "fetch the test's result");
  }

  /** The accumulators of a job that still runs, as of the last time that its tasks told them. */
  Map<String, Object> soFar(JobID job, ClassLoader loader) {
    return answer(client.getAccumulators(job, loader), "fetch the test's rows");
  }

  private <T> T answer(CompletableFuture<T> call, String what) {
    try {
      return call.get(CALL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      String message = "The test cluster at %s did not answer the request to %s: %s";
      throw new Refusal(Problem.Kind.PLAN, message.formatted(url, what, reason(e)), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String reason(Exception e) {
    if (e instanceof TimeoutException) {
      return "no answer within " + CALL_SECONDS + " s.";
    }
    Throwable at = e;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return Messages.clean(String.valueOf(at.getMessage()).lines().findFirst().orElse("no reason given"));
  }

  @Override
  public void close() {
    client.close();
  }
}
