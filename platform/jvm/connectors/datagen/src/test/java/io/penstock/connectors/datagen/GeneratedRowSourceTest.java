package io.penstock.connectors.datagen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedRowSourceTest {

  /** Blocks of a thousand rows at most, and a test takes tenths of a second. */
  private static final long RATE = 10_000;

  private static GeneratedRowSource source(long count, long rate) {
    BigInteger last = BigInteger.valueOf(Long.MAX_VALUE);
    ColumnGenerator ids = new SequenceGenerator(new BigIntType(), BigInteger.valueOf(100), last);
    ColumnGenerator random = RandomGenerators.numbers(new BigIntType(), null, null);
    RowGenerator rows =
        new RowGenerator(
            List.of(
                new RowGenerator.Column("t.id", 0, ids),
                new RowGenerator.Column("t.r", 0, random)));
    return new GeneratedRowSource(rows, count, Boundedness.BOUNDED, rate);
  }

  private static List<Long> ids(List<RowData> rows) {
    return rows.stream().map(row -> row.getLong(0)).sorted().toList();
  }

  private static List<Long> numbers(long count) {
    return LongStream.range(100, 100 + count).boxed().toList();
  }

  @ParameterizedTest
  @CsvSource({"1, 7", "3, 50", "4, 3000"})
  void eachNumberComesOnceWithAnyParallelism(int parallelism, int count) throws Exception {
    try (Simulation run = new Simulation(source(count, RATE), parallelism, null)) {
      run.run(Integer.MAX_VALUE, new Random(1));
      assertEquals(numbers(count), ids(run.emitted));
    }
  }

  @Test
  void anEndlessSequenceIsNotSplitAtHalfOfTheLargestNumber() throws Exception {
    try (Simulation run = new Simulation(source(Long.MAX_VALUE, RATE), 2, null)) {
      run.run(1000, new Random(1));
      assertTrue(ids(run.emitted).get(999) < 100 + 1000 + 1000, () -> ids(run.emitted).toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "2, 3", "4, 1"})
  void aRestoredSourceContinuesWhereTheCheckpointWas(int before, int after) throws Exception {
    int count = 2000;
    List<Long> emitted = new ArrayList<>();
    List<RowData> lost;
    Simulation.Checkpoint checkpoint;
    try (Simulation run = new Simulation(source(count, 5000), before, null)) {
      run.run(333, new Random(1));
      checkpoint = run.checkpoint();
      emitted.addAll(ids(run.emitted));
      run.run(200, new Random(2));
      lost = run.emitted.subList(checkpoint.emitted(), run.emitted.size());
    }
    try (Simulation run = new Simulation(source(count, RATE), after, checkpoint)) {
      run.run(Integer.MAX_VALUE, new Random(3));
      emitted.addAll(ids(run.emitted));
      assertEquals(numbers(count), emitted.stream().sorted().toList());
      // What was emitted after the checkpoint comes once more, with the same random values.
      assertTrue(run.emitted.containsAll(lost));
    }
  }

  @Test
  void blocksOfAFailedReaderAreNotLost() throws Exception {
    try (Simulation run = new Simulation(source(10, RATE), 1, null)) {
      run.giveBack(new NumberSequenceSplit("x", 500, 501));
      Simulation.Checkpoint checkpoint = run.checkpoint();
      try (Simulation restored = new Simulation(source(10, RATE), 1, checkpoint)) {
        restored.run(Integer.MAX_VALUE, new Random(1));
        List<Long> expected = new ArrayList<>(numbers(10));
        expected.addAll(List.of(600L, 601L));
        assertEquals(expected, ids(restored.emitted));
      }
    }
  }

  @Test
  void aPacerHoldsTheRateAndMakesUpForOneSecondOnly() {
    Pacer pacer = new Pacer(1000, 0);
    assertEquals(0, pacer.nanosUntilDue(0));
    pacer.count(0);
    assertEquals(1_000_000, pacer.nanosUntilDue(0));
    long now = 60_000_000_000L;
    int burst = 0;
    while (pacer.nanosUntilDue(now) <= 0) {
      pacer.count(now);
      burst++;
    }
    assertEquals(1001, burst, 1);
  }
}
