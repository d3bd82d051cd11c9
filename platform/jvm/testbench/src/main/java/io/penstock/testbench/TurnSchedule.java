package io.penstock.testbench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Schedules the turns of a test's sources: in the order of the plan's lines, then their ends, one
 * by one.
 */
final class TurnSchedule {

  private record Turn(int line, int source, int index) {}

  private TurnSchedule() {}

  /**
   * Returns, for each source and the numbers of its lines, a turn for each line and one more for
   * its end.
   */
  static int[][] assignTurns(int[][] lines) {
    List<Turn> turns = new ArrayList<>();
    int[][] assigned = new int[lines.length][];
    for (int source = 0; source < lines.length; source++) {
      assigned[source] = new int[lines[source].length + 1];
      for (int index = 0; index < lines[source].length; index++) {
        turns.add(new Turn(lines[source][index], source, index));
      }
      turns.add(new Turn(Integer.MAX_VALUE, source, lines[source].length));
    }
    turns.sort(Comparator.comparingInt(Turn::line).thenComparingInt(Turn::source));
    for (int number = 0; number < turns.size(); number++) {
      assigned[turns.get(number).source()][turns.get(number).index()] = number;
    }
    return assigned;
  }
}
