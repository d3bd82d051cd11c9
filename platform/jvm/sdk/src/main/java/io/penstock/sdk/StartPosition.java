package io.penstock.sdk;

/**
 * Where sources start reading; overrides the setting in the job.
 *
 * <p>{@code timestampMillis} is the epoch time for {@link Mode#TIMESTAMP}, else null.
 */
public record StartPosition(Mode mode, Long timestampMillis) {

  private static final String TIMESTAMP_PREFIX = "timestamp:";

  /** The kinds of start positions. */
  public enum Mode {
    EARLIEST,
    LATEST,
    COMMITTED,
    TIMESTAMP
  }

  /**
   * Parses {@code earliest | latest | committed | timestamp:<ms>}.
   *
   * @throws JobStartException for any other text
   */
  public static StartPosition parse(String text) {
    if (text.matches(TIMESTAMP_PREFIX + "\\d{1,18}")) {
      return new StartPosition(
          Mode.TIMESTAMP, Long.valueOf(text.substring(TIMESTAMP_PREFIX.length())));
    }
    return switch (text) {
      case "earliest" -> new StartPosition(Mode.EARLIEST, null);
      case "latest" -> new StartPosition(Mode.LATEST, null);
      case "committed" -> new StartPosition(Mode.COMMITTED, null);
      default ->
          throw new JobStartException(
              "--start takes earliest, latest, committed or timestamp:<milliseconds>, not '"
                  + text
                  + "'.");
    };
  }
}
