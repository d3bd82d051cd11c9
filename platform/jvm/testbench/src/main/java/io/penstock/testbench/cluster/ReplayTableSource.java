package io.penstock.testbench.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The table source of a test: its rows come from the arrival plan of the run. */
final class ReplayTableSource
    implements ScanTableSource, LookupTableSource, SupportsReadingMetadata {

  private final String name;
  private final boolean changes;
  private final DataType physical;
  private RowType metadata = RowType.of();

  ReplayTableSource(String name, boolean changes, DataType physical) {
    this.name = name;
    this.changes = changes;
    this.physical = physical;
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return changes ? ChangelogMode.all() : ChangelogMode.insertOnly();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    // Unbounded like the source it replaces, so that the job is planned in the same way.
    return new ReplaySource(ReplayPlan.current().run(), createDecoder()).toProvider();
  }

  @Override
  public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
    int[] keys = new int[context.getKeys().length];
    for (int i = 0; i < keys.length; i++) {
      if (context.getKeys()[i].length > 1) {
        throw new ValidationException(
            "The table '" + name + "' cannot be looked up by a field inside of a column.");
      }
      keys[i] = context.getKeys()[i][0];
    }
    List<LogicalType> types = new ArrayList<>(physicalRow().getChildren());
    types.addAll(metadata.getChildren());
    return LookupFunctionProvider.of(new ReplayLookupFunction(createDecoder(), keys, types));
  }

  private ReplayRowDecoder createDecoder() {
    return new ReplayRowDecoder(name, physicalRow(), metadata, ReplayPlan.current().lines(name));
  }

  private RowType physicalRow() {
    return (RowType) physical.getLogicalType();
  }

  /** The metadata columns of Kafka records. */
  @Override
  public Map<String, DataType> listReadableMetadata() {
    Map<String, DataType> known = new LinkedHashMap<>();
    known.put("topic", DataTypes.STRING().notNull());
    known.put("partition", DataTypes.INT().notNull());
    known.put("headers", DataTypes.MAP(DataTypes.STRING().notNull(), DataTypes.BYTES()).notNull());
    known.put("leader-epoch", DataTypes.INT());
    known.put("offset", DataTypes.BIGINT().notNull());
    known.put("timestamp", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3).notNull());
    known.put("timestamp-type", DataTypes.STRING().notNull());
    return known;
  }

  @Override
  public void applyReadableMetadata(List<String> keys, DataType produced) {
    LogicalType[] types =
        keys.stream()
            .map(key -> listReadableMetadata().get(key).getLogicalType())
            .toArray(LogicalType[]::new);
    metadata = RowType.of(types, keys.toArray(String[]::new));
  }

  @Override
  public DynamicTableSource copy() {
    ReplayTableSource copy = new ReplayTableSource(name, changes, physical);
    copy.metadata = metadata;
    return copy;
  }

  @Override
  public String asSummaryString() {
    return "replay";
  }
}
