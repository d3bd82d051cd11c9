package io.penstock.runtime;

import io.penstock.script.Script;
import java.io.IOException;
import java.io.InputStream;

/** The entry point of a release bundle: runs the job that lies beside it in the same jar. */
public final class Main {

  private static final String RESOURCE = "penstock/job.json";

  private Main() {}

  /** See {@link Arguments} for what may be given. */
  public static void main(String[] args) {
    Script script = script();
    Job job = new Job(script, Arguments.parse(args));
    script.statements().forEach(job::add);
    job.start();
  }

  private static Script script() {
    try (InputStream text = Main.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (text == null) {
        throw new JobFailure("This jar carries no job: " + RESOURCE + " is missing. Run a bundle, not the bare runtime.");
      }
      return Script.read(text);
    } catch (IOException | IllegalArgumentException e) {
      throw new JobFailure("The job of this bundle cannot be read: " + e.getMessage());
    }
  }
}
