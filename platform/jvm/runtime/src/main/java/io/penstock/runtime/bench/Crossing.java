package io.penstock.runtime.bench;

/** One way from task to task: who sends waits until what was sent has been dealt with. */
final class Crossing {

  private long done;

  synchronized void await(long number) throws InterruptedException {
    while (done < number) {
      wait();
    }
  }

  synchronized void done(long number) {
    done = number;
    notifyAll();
  }
}
