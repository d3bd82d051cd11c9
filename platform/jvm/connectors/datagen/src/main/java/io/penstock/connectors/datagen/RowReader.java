package io.penstock.connectors.datagen;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReaderBase;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.NumberSequenceIterator;

/** Makes the rows of its blocks, at its share of the source's rate. */
final class RowReader
    extends IteratorSourceReaderBase<Long, RowData, NumberSequenceIterator, NumberSequenceSplit> {

  /** Shorter waits cost more than the rows that come late. */
  private static final long SHORTEST_WAIT_NANOS = 1_000_000;

  private final RowGenerator rows;
  private final Pacer pacer;
  private ScheduledExecutorService timer;
  private CompletableFuture<Void> due;

  RowReader(SourceReaderContext context, RowGenerator rows, double rowsPerSecond) {
    super(context);
    this.rows = rows;
    this.pacer = new Pacer(rowsPerSecond, System.nanoTime());
  }

  @Override
  public InputStatus pollNext(ReaderOutput<RowData> output) {
    return pacer.nanosUntilDue(System.nanoTime()) > 0
        ? InputStatus.NOTHING_AVAILABLE
        : super.pollNext(output);
  }

  @Override
  protected RowData convert(Long index) {
    pacer.count(System.nanoTime());
    return rows.generate(index);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    CompletableFuture<Void> block = super.isAvailable();
    if (!block.isDone()) {
      return block;
    }
    long wait = pacer.nanosUntilDue(System.nanoTime());
    if (wait <= 0) {
      return block;
    }
    if (due == null || due.isDone()) {
      due = new CompletableFuture<>();
      CompletableFuture<Void> future = due;
      timer()
          .schedule(
              () -> future.complete(null),
              Math.max(wait, SHORTEST_WAIT_NANOS),
              TimeUnit.NANOSECONDS);
    }
    return due;
  }

  private ScheduledExecutorService timer() {
    if (timer == null) {
      timer =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "datagen-pacer");
                thread.setDaemon(true);
                return thread;
              });
    }
    return timer;
  }

  @Override
  public void close() throws Exception {
    if (timer != null) {
      timer.shutdownNow();
    }
    super.close();
  }
}
