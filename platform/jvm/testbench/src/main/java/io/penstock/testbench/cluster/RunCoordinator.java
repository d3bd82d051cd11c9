package io.penstock.testbench.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * State shared by the tasks of one test run: the current turn, the acknowledged records, the
 * remaining capacity.
 *
 * <p>All tasks of a run share one slot, and so one process, and their classes come from one class
 * loader.
 */
final class RunCoordinator {

  private static final Map<String, RunCoordinator> COORDINATORS = new ConcurrentHashMap<>();

  private final Map<Integer, EdgeBarrier> barriers = new ConcurrentHashMap<>();
  private final Map<String, Long> lateCounts = new ConcurrentHashMap<>();
  private int turn;
  private int line = -1;
  private long sequence;
  private long bytes;
  private volatile boolean full;

  private RunCoordinator() {}

  /**
   * Returns the coordinator of the run. It lives as long as the run's class loader: tasks may end
   * before others start.
   */
  static RunCoordinator forRun(String run) {
    return COORDINATORS.computeIfAbsent(run, key -> new RunCoordinator());
  }

  /** Waits for a turn; returns false if the run ends first. */
  synchronized boolean awaitTurn(int number) throws InterruptedException {
    while (turn != number && !full) {
      wait();
    }
    return !full;
  }

  /** Sets the line of the plan that is being processed; -1 is the end of all input. */
  synchronized void setCurrentLine(int number) {
    line = number;
  }

  /** Returns the line of the plan that is being processed. */
  synchronized int currentLine() {
    return line;
  }

  synchronized void advanceTurn() {
    turn++;
    notifyAll();
  }

  EdgeBarrier barrier(int edge) {
    return barriers.computeIfAbsent(edge, key -> new EdgeBarrier());
  }

  /** The number of late records that each operator (by its id) had dropped at the last check. */
  Map<String, Long> lateCounts() {
    return lateCounts;
  }

  boolean isFull() {
    return full;
  }

  /**
   * Reserves capacity for a captured row of {@code size} characters; returns null if none is left.
   */
  synchronized Position reserve(int size, CaptureLimits limits) {
    if (full || sequence >= limits.rows() || bytes + size > limits.bytes()) {
      full = true;
      notifyAll();
      return null;
    }
    bytes += size;
    return new Position(sequence++, line);
  }

  /**
   * The position of a captured row among all captured rows, and the line of the plan that caused
   * it.
   */
  record Position(long sequence, int line) {}
}
