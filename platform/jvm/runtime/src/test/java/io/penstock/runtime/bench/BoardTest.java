package io.penstock.runtime.bench;

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

class BoardTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private final Board board = Board.of(UUID.randomUUID().toString());

  private Thread player(List<Integer> order, int... turns) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int turn : turns) {
                  if (!board.await(turn)) {
                    return;
                  }
                  order.add(turn);
                  board.next();
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
    join(player(order, 1, 4, 5), player(order, 0, 2, 3));
    assertEquals(List.of(0, 1, 2, 3, 4, 5), order);
  }

  @Test
  void aRunThatIsFullEndsForAll() throws InterruptedException {
    Limits limits = new Limits(2, 100);
    board.at(7);
    assertEquals(new Board.Place(0, 7), board.place(10, limits));
    assertEquals(new Board.Place(1, 7), board.place(10, limits));
    List<Integer> order = new CopyOnWriteArrayList<>();
    Thread waiting = player(order, 3);
    assertNull(board.place(10, limits));
    join(waiting);
    assertTrue(order.isEmpty());
    assertFalse(board.await(0));
  }

  @Test
  void bytesAreLimitedToo() {
    Limits limits = new Limits(10, 100);
    assertEquals(0, board.place(60, limits).sequence());
    assertNull(board.place(60, limits));
    assertTrue(board.isFull());
  }

  @Test
  void sendingWaitsForTheEffect() throws InterruptedException {
    Crossing crossing = board.crossing(3);
    assertSame(crossing, board.crossing(3));
    List<String> events = new CopyOnWriteArrayList<>();
    Thread sender =
        new Thread(
            () -> {
              try {
                crossing.await(1);
                events.add("sender goes on");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    sender.start();
    events.add("effect");
    crossing.done(1);
    join(sender);
    assertEquals(List.of("effect", "sender goes on"), events);
  }
}
