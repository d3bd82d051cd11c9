package io.penstock.connectors.datagen;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.apache.flink.table.types.logical.LogicalType;

/** Counts: row n has the first number plus n. */
final class SequenceGenerator implements ColumnGenerator {

  private static final long serialVersionUID = 1L;

  private final LogicalType type;
  private final BigInteger first;
  private final long count;

  /**
   * Creates a sequence from {@code first} to {@code last}, both included.
   *
   * @throws ArithmeticException if a number does not fit the type
   */
  SequenceGenerator(LogicalType type, BigInteger first, BigInteger last) {
    if (first.compareTo(last) > 0) {
      throw new ArithmeticException("the sequence ends before it begins");
    }
    Numbers.convert(type, new BigDecimal(first));
    Numbers.convert(type, new BigDecimal(last));
    this.type = type;
    this.first = first;
    this.count =
        last.subtract(first)
            .add(BigInteger.ONE)
            .min(BigInteger.valueOf(Long.MAX_VALUE))
            .longValueExact();
  }

  @Override
  public Object generate(long index, Random random) {
    return Numbers.convert(type, new BigDecimal(first.add(BigInteger.valueOf(index))));
  }

  @Override
  public long count() {
    return count;
  }
}
