package io.penstock.runtime.bench;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** {@code connector = capture}: {@code name} in the result, {@code mode} append, upsert or all. */
public final class CaptureFactory implements DynamicTableSinkFactory {

  @Override
  public String factoryIdentifier() {
    return "capture";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(Modes.NAME, Modes.MODE);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    var helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    String mode = Modes.of(helper.getOptions(), "append", "upsert", "all");
    if (mode.equals("upsert") && context.getPrimaryKeyIndexes().length == 0) {
      throw new ValidationException("A table that is written by key needs a primary key.");
    }
    return new CaptureTable(helper.getOptions().get(Modes.NAME), mode, context.getPhysicalRowDataType());
  }
}
