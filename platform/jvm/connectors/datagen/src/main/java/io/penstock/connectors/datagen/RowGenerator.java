package io.penstock.connectors.datagen;

import java.io.Serializable;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * Makes rows by their number.
 *
 * <p>A row of the same number has the same values, except for the time: what is generated once more
 * after a failure is what was generated before.
 */
final class RowGenerator implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The fractional part of the golden ratio: far steps between the seeds of neighbours. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  /** A column: the seed of its random numbers, the share of its nulls, and its values. */
  record Column(String seed, double nullRate, ColumnGenerator generator) implements Serializable {}

  private final Column[] columns;
  private final long[] seeds;
  private final Random random = new Random(0);

  RowGenerator(List<Column> columns) {
    this.columns = columns.toArray(Column[]::new);
    this.seeds =
        columns.stream().mapToLong(column -> mix(column.seed().hashCode() * STEP)).toArray();
  }

  /** Returns how many rows there are, by the shortest column. */
  long count() {
    long count = Long.MAX_VALUE;
    for (Column column : columns) {
      count = Math.min(count, column.generator().count());
    }
    return count;
  }

  /** Returns the row of that number. */
  RowData generate(long index) {
    GenericRowData row = new GenericRowData(columns.length);
    for (int i = 0; i < columns.length; i++) {
      random.setSeed(mix(seeds[i] + index * STEP));
      double nullRate = columns[i].nullRate();
      boolean isNull = nullRate > 0 && random.nextDouble() < nullRate;
      row.setField(i, isNull ? null : columns[i].generator().generate(index, random));
    }
    return row;
  }

  /** Spreads every bit over all others (the finalizer of MurmurHash3). */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }
}
