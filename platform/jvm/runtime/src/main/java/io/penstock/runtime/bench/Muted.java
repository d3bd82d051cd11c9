package io.penstock.runtime.bench;

import java.util.BitSet;
import java.util.Map;

/**
 * Lines of the plan whose rows are left out of a run. Their times stay: the watermark goes on as if they had come.
 *
 * <p>They stand in the job's parameters and not in the sources, so that a job is planned once for many runs.
 */
public final class Muted {

  /** The job's parameter: numbers and ranges such as {@code 0-4,7}; both ends belong to a range. */
  public static final String KEY = "penstock.suppressed";

  private final BitSet lines = new BitSet();

  private Muted(String ranges) {
    for (String range : ranges.isEmpty() ? new String[0] : ranges.split(",")) {
      String[] ends = range.split("-");
      lines.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
    }
  }

  static Muted of(Map<String, String> parameters) {
    return of(parameters.getOrDefault(KEY, ""));
  }

  static Muted of(String ranges) {
    return new Muted(ranges);
  }

  /** Whether the row of that line is left out; the end, -1, never is. */
  boolean holds(int line) {
    return line >= 0 && lines.get(line);
  }
}
