package io.penstock.testbench.cluster;

import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;

/** The table sink of a test: accepts the same changes as the real sink. */
final class CaptureTableSink implements DynamicTableSink {

  private final String name;
  private final String mode;
  private final DataType physical;

  CaptureTableSink(String name, String mode, DataType physical) {
    this.name = name;
    this.mode = mode;
    this.physical = physical;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requested) {
    if (mode.equals("append")) {
      return ChangelogMode.insertOnly();
    }
    if (mode.equals("all")) {
      return requested;
    }
    var kinds = ChangelogMode.newBuilder();
    requested.getContainedKinds().stream()
        .filter(kind -> kind != RowKind.UPDATE_BEFORE)
        .forEach(kinds::addContainedKind);
    return kinds.build();
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    ReplayPlan plan = ReplayPlan.current();
    RowType type = (RowType) physical.getLogicalType();
    return new CaptureSink(plan.run(), name, type, plan.limits()).toProvider();
  }

  @Override
  public DynamicTableSink copy() {
    return new CaptureTableSink(name, mode, physical);
  }

  @Override
  public String asSummaryString() {
    return "capture";
  }
}
