package io.penstock.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who of a test's sources is when on: each at its lines of the plan, and then, one by one, for their ends. */
final class Turns {

  private record Turn(int line, int source, int place) {}

  private Turns() {}

  /** For each source, given the numbers of its lines: its turn for each of them, and one more for its end. */
  static int[][] of(int[][] lines) {
    List<Turn> turns = new ArrayList<>();
    int[][] given = new int[lines.length][];
    for (int source = 0; source < lines.length; source++) {
      given[source] = new int[lines[source].length + 1];
      for (int place = 0; place < lines[source].length; place++) {
        turns.add(new Turn(lines[source][place], source, place));
      }
      turns.add(new Turn(Integer.MAX_VALUE, source, lines[source].length));
    }
    turns.sort(Comparator.comparingInt(Turn::line).thenComparingInt(Turn::source));
    for (int number = 0; number < turns.size(); number++) {
      given[turns.get(number).source()][turns.get(number).place()] = number;
    }
    return given;
  }
}
