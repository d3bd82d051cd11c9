package io.penstock.shim;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.source.RichSourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.table.connector.source.ScanTableSource.ScanRuntimeProvider;
import org.apache.flink.table.connector.source.SourceFunctionProvider;
import org.apache.flink.table.data.RowData;

/**
 * The base of sources with one subtask that emit rows from their own thread; hides the API of this
 * Flink version.
 */
public abstract class SourceBase extends RichSourceFunction<RowData> {

  private static final long serialVersionUID = 1L;

  private transient volatile boolean cancelled;

  /** What a source can emit. */
  public interface Output {

    /** Emits a row. */
    void collect(RowData row);

    /** Marks the source as idle until its next row. */
    void markIdle();

    /** Emits the final watermark. */
    void finish();
  }

  /** Called once in the task, before {@link #emit}. */
  protected abstract void open();

  /** Emits everything that the source has; returns early if {@link #isCancelled}. */
  protected abstract void emit(Output output) throws Exception;

  /** Whether the job has been cancelled. */
  protected final boolean isCancelled() {
    return cancelled;
  }

  /** Returns the provider of this source for a table; unbounded, with a parallelism of 1. */
  public final ScanRuntimeProvider toProvider() {
    return SourceFunctionProvider.of(this, false, 1);
  }

  @Override
  public final void open(OpenContext context) {
    open();
  }

  @Override
  public final void run(SourceContext<RowData> context) throws Exception {
    emit(new ContextOutput(context));
  }

  @Override
  public final void cancel() {
    cancelled = true;
  }

  private record ContextOutput(SourceContext<RowData> context) implements Output {

    @Override
    public void collect(RowData row) {
      synchronized (context.getCheckpointLock()) {
        context.collect(row);
      }
    }

    @Override
    public void markIdle() {
      context.markAsTemporarilyIdle();
    }

    @Override
    public void finish() {
      context.emitWatermark(Watermark.MAX_WATERMARK);
    }
  }
}
