package io.penstock.testbench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class TurnScheduleTest {

  @Test
  void sourcesTakeTurnsAsThePlanSaysAndThenEnd() {
    int[][] turns = TurnSchedule.assignTurns(new int[][] {{0, 1, 5}, {2, 9}, {}});
    assertArrayEquals(new int[][] {{0, 1, 3, 5}, {2, 4, 6}, {7}}, turns);
  }

  @Test
  void aTableReadTwiceIsSentTwiceLineByLine() {
    assertArrayEquals(
        new int[][] {{0, 2, 4}, {1, 3, 5}}, TurnSchedule.assignTurns(new int[][] {{3, 4}, {3, 4}}));
  }

  @Test
  void whatHasNoSourceNeedsNoTurn() {
    assertArrayEquals(new int[][] {}, TurnSchedule.assignTurns(new int[][] {}));
  }
}
