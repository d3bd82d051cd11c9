package io.penstock.runtime.bench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the tasks of one run share: whose turn it is, which records have gone through, how much room is left.
 *
 * <p>All tasks of a run sit in one slot, so in one process, and their classes come from one loader.
 */
final class Board {

  private static final Map<String, Board> BOARDS = new ConcurrentHashMap<>();

  private final Map<Integer, Crossing> crossings = new ConcurrentHashMap<>();
  private final Map<String, Long> late = new ConcurrentHashMap<>();
  private int turn;
  private int line = -1;
  private long sequence;
  private long bytes;
  private volatile boolean full;

  private Board() {}

  /** The board of the run. It goes with the run's class loader: tasks may end before others begin. */
  static Board of(String run) {
    return BOARDS.computeIfAbsent(run, key -> new Board());
  }

  /** Waits for a turn; false when the run is to end before it. */
  synchronized boolean await(int wanted) throws InterruptedException {
    while (turn != wanted && !full) {
      wait();
    }
    return !full;
  }

  /** Says that line {@code number} of the plan, or the end (-1), is what happens now. */
  synchronized void at(int number) {
    line = number;
  }

  /** The line of the plan that happens now. */
  synchronized int now() {
    return line;
  }

  synchronized void next() {
    turn++;
    notifyAll();
  }

  Crossing crossing(int edge) {
    return crossings.computeIfAbsent(edge, key -> new Crossing());
  }

  /** What each operator had dropped when it was last looked at. */
  Map<String, Long> late() {
    return late;
  }

  boolean isFull() {
    return full;
  }

  /** Takes room for a captured row: its number and the line that caused it, or null when there is none left. */
  synchronized Place place(int size, Limits limits) {
    if (full || sequence >= limits.rows() || bytes + size > limits.bytes()) {
      full = true;
      notifyAll();
      return null;
    }
    bytes += size;
    return new Place(sequence++, line);
  }

  /** Where a captured row stands among all of the run, and the line of the plan that brought it about. */
  record Place(long sequence, int line) {}
}
