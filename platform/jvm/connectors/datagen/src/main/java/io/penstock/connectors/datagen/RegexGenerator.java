package io.penstock.connectors.datagen;

import com.github.curiousoddman.rgxgen.RgxGen;
import java.util.Random;
import org.apache.flink.table.data.StringData;

/** Makes texts that match a regular expression. */
final class RegexGenerator implements ColumnGenerator {

  private static final long serialVersionUID = 1L;

  private final String pattern;
  private transient RgxGen parsed;

  /** Creates a generator; fails for a pattern that the library does not read. */
  RegexGenerator(String pattern) {
    this.pattern = pattern;
    this.parsed = RgxGen.parse(pattern);
  }

  @Override
  public Object generate(long index, Random random) {
    if (parsed == null) {
      parsed = RgxGen.parse(pattern);
    }
    return StringData.fromString(parsed.generate(random));
  }
}
