package io.penstock.connectors.datagen;

import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/**
 * Generated rows, numbered from 0. The enumerator hands the numbers out in small blocks: with any
 * parallelism they are made nearly in order, each once, and a checkpoint holds how far they are.
 *
 * <p>Flink's {@code DataGeneratorSource} splits all numbers among the subtasks at the start, so
 * that an endless sequence would continue in the second subtask at half of the largest number.
 */
final class GeneratedRowSource
    implements Source<RowData, NumberSequenceSplit, BlockEnumerator.State> {

  private static final long serialVersionUID = 1L;

  private static final long BLOCKS_PER_SECOND = 10;

  private final RowGenerator rows;
  private final long count;
  private final Boundedness boundedness;
  private final long rowsPerSecond;

  /**
   * Creates a source.
   *
   * @param count how many rows the whole source makes
   * @param rowsPerSecond of the whole source
   */
  GeneratedRowSource(RowGenerator rows, long count, Boundedness boundedness, long rowsPerSecond) {
    this.rows = rows;
    this.count = count;
    this.boundedness = boundedness;
    this.rowsPerSecond = rowsPerSecond;
  }

  @Override
  public Boundedness getBoundedness() {
    return boundedness;
  }

  @Override
  public SourceReader<RowData, NumberSequenceSplit> createReader(SourceReaderContext context) {
    return new RowReader(context, rows, (double) rowsPerSecond / context.currentParallelism());
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, BlockEnumerator.State> createEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context) {
    return restoreEnumerator(context, new BlockEnumerator.State(0, List.of()));
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, BlockEnumerator.State> restoreEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context, BlockEnumerator.State state) {
    long blockSize = Math.max(1, rowsPerSecond / context.currentParallelism() / BLOCKS_PER_SECOND);
    return new BlockEnumerator(context, count, blockSize, state);
  }

  @Override
  public SimpleVersionedSerializer<NumberSequenceSplit> getSplitSerializer() {
    return new NumberSequenceSource(0, 0).getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<BlockEnumerator.State> getEnumeratorCheckpointSerializer() {
    return new StateSerializer();
  }
}
