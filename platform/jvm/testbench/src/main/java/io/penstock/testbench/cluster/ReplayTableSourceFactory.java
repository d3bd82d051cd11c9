package io.penstock.testbench.cluster;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * {@code connector = replay}: {@code name} is the table's name in the plan, {@code mode} append or
 * all.
 */
public final class ReplayTableSourceFactory implements DynamicTableSourceFactory {

  @Override
  public String factoryIdentifier() {
    return "replay";
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
  public DynamicTableSource createDynamicTableSource(Context context) {
    var helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    boolean changes =
        TestConnectorOptions.readMode(helper.getOptions(), "append", "all").equals("all");
    return new ReplayTableSource(
        helper.getOptions().get(TestConnectorOptions.NAME),
        changes,
        context.getPhysicalRowDataType());
  }
}
