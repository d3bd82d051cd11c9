package io.penstock.testbench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RunCoordinatorTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private final RunCoordinator coordinator = RunCoordinator.forRun(UUID.randomUUID().toString());

  private Thread startTaker(List<Integer> order, int... turns) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int turn : turns) {
                  if (!coordinator.awaitTurn(turn)) {
                    return;
                  }
                  order.add(turn);
                  coordinator.advanceTurn();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  private static void join(Thread... threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(SOON.toMillis());
      assertFalse(thread.isAlive());
    }
  }

  @Test
  void turnsAreTakenInOrder() throws InterruptedException {
    List<Integer> order = new CopyOnWriteArrayList<>();
    join(startTaker(order, 1, 4, 5), startTaker(order, 0, 2, 3));
    assertEquals(List.of(0, 1, 2, 3, 4, 5), order);
  }

  @Test
  void aRunThatIsFullEndsForAll() throws InterruptedException {
    CaptureLimits limits = new CaptureLimits(2, 100);
    coordinator.setCurrentLine(7);
    assertEquals(new RunCoordinator.Position(0, 7), coordinator.reserve(10, limits));
    assertEquals(new RunCoordinator.Position(1, 7), coordinator.reserve(10, limits));
    List<Integer> order = new CopyOnWriteArrayList<>();
    Thread waiting = startTaker(order, 3);
    assertNull(coordinator.reserve(10, limits));
    join(waiting);
    assertTrue(order.isEmpty());
    assertFalse(coordinator.awaitTurn(0));
  }

  @Test
  void bytesAreLimitedToo() {
    CaptureLimits limits = new CaptureLimits(10, 100);
    assertEquals(0, coordinator.reserve(60, limits).sequence());
    assertNull(coordinator.reserve(60, limits));
    assertTrue(coordinator.isFull());
  }

  @Test
  void sendingWaitsForTheEffect() throws InterruptedException {
    EdgeBarrier barrier = coordinator.barrier(3);
    assertSame(barrier, coordinator.barrier(3));
    List<String> events = new CopyOnWriteArrayList<>();
    Thread sender =
        new Thread(
            () -> {
              try {
                barrier.await(1);
                events.add("sender continues");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    sender.start();
    events.add("effect");
    barrier.acknowledge(1);
    join(sender);
    assertEquals(List.of("effect", "sender continues"), events);
  }
}
