package io.penstock.testbench.cluster;

/**
 * The synchronisation point of one edge between tasks: the sender waits until its record has been
 * processed.
 */
final class EdgeBarrier {

  private long acknowledged;

  synchronized void await(long number) throws InterruptedException {
    while (acknowledged < number) {
      wait();
    }
  }

  synchronized void acknowledge(long number) {
    acknowledged = number;
    notifyAll();
  }
}
