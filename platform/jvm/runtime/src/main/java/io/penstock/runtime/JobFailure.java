package io.penstock.runtime;

/** A reason that keeps the job from starting: a sentence for people, free of secrets. */
public final class JobFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public JobFailure(String message) {
    super(message);
  }
}
