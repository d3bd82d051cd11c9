package io.penstock.runtime;

import io.penstock.sdk.JobStartException;
import io.penstock.sdk.Script;
import java.io.IOException;
import java.io.InputStream;

/** The entry point of a release bundle: runs the job that is stored in the same jar. */
public final class Main {

  private static final String RESOURCE = "penstock/job.json";

  private Main() {}

  /** Starts the job; {@link JobArguments} describes the arguments. */
  public static void main(String[] args) {
    Script script = readScript();
    JobBuilder job = new JobBuilder(script, JobArguments.parse(args));
    script.statements().forEach(job::addStatement);
    job.start();
  }

  private static Script readScript() {
    try (InputStream text = Main.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (text == null) {
        throw new JobStartException(
            "This jar contains no job: "
                + RESOURCE
                + " is missing. Run a bundle, not the runtime alone.");
      }
      return Script.read(text);
    } catch (IOException | IllegalArgumentException e) {
      throw new JobStartException("The job of this bundle cannot be read: " + e.getMessage());
    }
  }
}
