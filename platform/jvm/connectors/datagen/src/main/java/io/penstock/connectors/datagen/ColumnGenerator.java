package io.penstock.connectors.datagen;

import java.io.Serializable;
import java.util.Random;

/** Makes the values of one column. */
interface ColumnGenerator extends Serializable {

  /**
   * Returns a value in the internal data structure of the column's type.
   *
   * @param index the number of the row, from 0
   * @param random seeded for this row and column
   */
  Object generate(long index, Random random);

  /** Returns how many values there are. */
  default long count() {
    return Long.MAX_VALUE;
  }
}
