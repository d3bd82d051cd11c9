package io.penstock.sdk;

/** The job cannot start. The message is a sentence for the user and contains no secrets. */
public final class JobStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public JobStartException(String message) {
    super(message);
  }
}
