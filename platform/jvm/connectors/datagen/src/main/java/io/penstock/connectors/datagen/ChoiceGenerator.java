package io.penstock.connectors.datagen;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;

/** Picks one of several values, each as often as its weight says. */
final class ChoiceGenerator implements ColumnGenerator {

  private static final long serialVersionUID = 1L;

  private final LogicalType type;
  private final String[] texts;

  /** The sum of the weights up to each value. */
  private final double[] sums;

  private transient Object[] values;

  /**
   * Creates a choice.
   *
   * @param weights one for each text, not negative, not all 0; equal weights if null
   * @throws IllegalArgumentException for other weights, or a text that is no value of the type
   */
  ChoiceGenerator(LogicalType type, String[] texts, double[] weights) {
    this.type = type;
    this.texts = texts;
    this.sums = new double[texts.length];
    if (texts.length == 0 || (weights != null && weights.length != texts.length)) {
      throw new IllegalArgumentException("there must be values, and a weight for each of them");
    }
    double sum = 0;
    for (int i = 0; i < texts.length; i++) {
      double weight = weights == null ? 1 : weights[i];
      if (!(weight >= 0)) {
        throw new IllegalArgumentException("a weight is below 0");
      }
      sum += weight;
      sums[i] = sum;
    }
    if (!(sum > 0) || Double.isInfinite(sum)) {
      throw new IllegalArgumentException("the weights have no sum to choose by");
    }
    values = parse();
  }

  @Override
  public Object generate(long index, Random random) {
    if (values == null) {
      values = parse();
    }
    double at = random.nextDouble() * sums[sums.length - 1];
    int found = Arrays.binarySearch(sums, at);
    // At a sum itself the next value begins; values of weight 0 have the sum of the one before.
    int next = found < 0 ? -found - 1 : found + 1;
    while (next < sums.length - 1 && sums[next] <= at) {
      next++;
    }
    return values[Math.min(next, sums.length - 1)];
  }

  private Object[] parse() {
    return Arrays.stream(texts).map(this::parse).toArray();
  }

  private Object parse(String text) {
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR -> StringData.fromString(text);
      case BOOLEAN -> Boolean.valueOf(text);
      default -> {
        try {
          yield Numbers.convert(type, new BigDecimal(text));
        } catch (ArithmeticException | NumberFormatException e) {
          throw new IllegalArgumentException("'" + text + "' is no " + type.asSummaryString(), e);
        }
      }
    };
  }
}
