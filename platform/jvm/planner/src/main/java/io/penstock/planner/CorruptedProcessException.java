package io.penstock.planner;

import java.util.ServiceConfigurationError;

/**
 * This process is no longer reliable, for example because its jars were replaced; the statement is
 * not the cause.
 */
public final class CorruptedProcessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private CorruptedProcessException(Throwable cause) {
    super(cause.toString(), cause);
  }

  /**
   * Rethrows errors that are not caused by a statement: missing classes and failures of the JVM.
   */
  public static void throwIfCorrupted(Throwable error) {
    if (error instanceof CorruptedProcessException corrupted) {
      throw corrupted;
    }
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof NoClassDefFoundError || at instanceof ServiceConfigurationError) {
        throw new CorruptedProcessException(at);
      }
    }
    if (error instanceof VirtualMachineError fatal && !(error instanceof StackOverflowError)) {
      throw fatal;
    }
  }
}
