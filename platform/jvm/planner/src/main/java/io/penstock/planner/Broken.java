package io.penstock.planner;

import java.util.ServiceConfigurationError;

/** This process can't be trusted any more, for instance since its jars were replaced: it is not the statement's fault. */
final class Broken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private Broken(Throwable cause) {
    super(cause.toString(), cause);
  }

  /** Throws what must not become a verdict: a missing class, and what only the JVM itself can be blamed for. */
  static void check(Throwable error) {
    if (error instanceof Broken broken) {
      throw broken;
    }
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof NoClassDefFoundError || at instanceof ServiceConfigurationError) {
        throw new Broken(at);
      }
    }
    if (error instanceof VirtualMachineError fatal && !(error instanceof StackOverflowError)) {
      throw fatal;
    }
  }
}
