package io.penstock.testbench.cluster;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/** The options of the connectors {@code replay} and {@code capture}. */
final class TestConnectorOptions {

  static final ConfigOption<String> NAME =
      ConfigOptions.key("name")
          .stringType()
          .noDefaultValue()
          .withDescription("Name in the plan or the result.");
  static final ConfigOption<String> MODE =
      ConfigOptions.key("mode")
          .stringType()
          .noDefaultValue()
          .withDescription("Which changes there are.");

  private TestConnectorOptions() {}

  static String readMode(ReadableConfig options, String... known) {
    String mode = options.get(MODE);
    if (!List.of(known).contains(mode)) {
      throw new ValidationException(
          "The mode must be one of " + String.join(", ", known) + ", not '" + mode + "'.");
    }
    return mode;
  }
}
