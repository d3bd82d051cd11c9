package io.penstock.shim;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.sink.RichSinkFunction;
import org.apache.flink.table.connector.sink.DynamicTableSink.SinkRuntimeProvider;
import org.apache.flink.table.connector.sink.SinkFunctionProvider;
import org.apache.flink.table.data.RowData;

/** The base of sinks that take one row at a time; hides the API of this Flink version. */
public abstract class SinkBase extends RichSinkFunction<RowData> {

  private static final long serialVersionUID = 1L;

  /** Called once in the task, before the first row. */
  protected abstract void open();

  /** Takes a row. */
  protected abstract void write(RowData row) throws Exception;

  /** Returns the provider of this sink for a table. */
  public final SinkRuntimeProvider toProvider() {
    return SinkFunctionProvider.of(this);
  }

  @Override
  public final void open(OpenContext context) {
    open();
  }

  @Override
  public final void invoke(RowData row, Context context) throws Exception {
    write(row);
  }
}
