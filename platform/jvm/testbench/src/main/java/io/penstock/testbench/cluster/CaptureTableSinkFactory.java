package io.penstock.testbench.cluster;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** {@code connector = capture}: {@code name} in the result, {@code mode} append, upsert or all. */
public final class CaptureTableSinkFactory implements DynamicTableSinkFactory {

  @Override
  public String factoryIdentifier() {
    return "capture";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(TestConnectorOptions.NAME, TestConnectorOptions.MODE);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    var helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    String mode = TestConnectorOptions.readMode(helper.getOptions(), "append", "upsert", "all");
    if (mode.equals("upsert") && context.getPrimaryKeyIndexes().length == 0) {
      throw new ValidationException("A table in upsert mode needs a primary key.");
    }
    return new CaptureTableSink(
        helper.getOptions().get(TestConnectorOptions.NAME), mode, context.getPhysicalRowDataType());
  }
}
