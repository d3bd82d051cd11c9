package io.penstock.connectors.datagen;

/**
 * Says when the next row of a reader is due.
 *
 * <p>Flink's {@code RateLimitedSourceReader} waits for a thread at each row, which ends at some
 * hundred thousand rows per second; this one looks at the clock only.
 */
final class Pacer {

  /** How long rows that were held up are made up for. */
  private static final double LONGEST_LAG_NANOS = 1e9;

  private final long start;
  private final double interval;

  /** When the next row is due, in nanoseconds after the start. */
  private double next;

  /**
   * Creates a pacer whose first row is due now.
   *
   * @param now nanoseconds, as of {@link System#nanoTime}
   */
  Pacer(double rowsPerSecond, long now) {
    interval = 1e9 / rowsPerSecond;
    start = now;
  }

  /** Returns the nanoseconds until the next row is due; 0 or less if it is. */
  long nanosUntilDue(long now) {
    return (long) Math.ceil(next - (now - start));
  }

  /** Counts a row. */
  void count(long now) {
    next = Math.max(next, now - start - LONGEST_LAG_NANOS) + interval;
  }
}
