package io.penstock.testbench.cluster;

import java.util.BitSet;
import java.util.Map;

/**
 * Lines of the plan whose rows are omitted from a run. Their timestamps still advance the
 * watermark.
 *
 * <p>They are job parameters and not part of the sources, so that a job is planned once for many
 * runs.
 */
public final class SuppressedLines {

  /**
   * The job parameter: numbers and ranges such as {@code 0-4,7}; both ends of a range are
   * inclusive.
   */
  public static final String KEY = "penstock.suppressed";

  private final BitSet lines = new BitSet();

  private SuppressedLines(String ranges) {
    for (String range : ranges.isEmpty() ? new String[0] : ranges.split(",")) {
      String[] ends = range.split("-");
      lines.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
    }
  }

  static SuppressedLines fromParameters(Map<String, String> parameters) {
    return parse(parameters.getOrDefault(KEY, ""));
  }

  static SuppressedLines parse(String ranges) {
    return new SuppressedLines(ranges);
  }

  /** Whether the row of that line is omitted; always false for the end of input, -1. */
  boolean contains(int line) {
    return line >= 0 && lines.get(line);
  }
}
