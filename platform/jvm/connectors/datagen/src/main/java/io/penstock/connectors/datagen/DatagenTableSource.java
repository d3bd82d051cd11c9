package io.penstock.connectors.datagen;

import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;

/** A table of generated rows. */
record DatagenTableSource(GeneratedRowSource source) implements ScanTableSource {

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    return SourceProvider.of(source);
  }

  @Override
  public DynamicTableSource copy() {
    return new DatagenTableSource(source);
  }

  @Override
  public String asSummaryString() {
    return "Generated rows";
  }
}
