package io.penstock.connectors.datagen;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;

/** Gives each reader that asks the next block of row numbers, so that no number is made twice. */
final class BlockEnumerator implements SplitEnumerator<NumberSequenceSplit, BlockEnumerator.State> {

  /** The next number that no reader has, and the blocks that failed readers gave back. */
  record State(long next, List<NumberSequenceSplit> returned) {}

  private final SplitEnumeratorContext<NumberSequenceSplit> context;
  private final long count;
  private final long blockSize;
  private final Deque<NumberSequenceSplit> returned;
  private long next;

  BlockEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context,
      long count,
      long blockSize,
      State state) {
    this.context = context;
    this.count = count;
    this.blockSize = blockSize;
    this.next = state.next();
    this.returned = new ArrayDeque<>(state.returned());
  }

  @Override
  public void handleSplitRequest(int subtask, String host) {
    if (!context.registeredReaders().containsKey(subtask)) {
      return; // The reader failed after it asked.
    }
    NumberSequenceSplit block = returned.isEmpty() ? nextBlock() : returned.poll();
    if (block == null) {
      context.signalNoMoreSplits(subtask);
    } else {
      context.assignSplit(block, subtask);
    }
  }

  private NumberSequenceSplit nextBlock() {
    if (next >= count) {
      return null;
    }
    long first = next;
    next += Math.min(blockSize, count - first);
    return new NumberSequenceSplit(Long.toString(first), first, next - 1);
  }

  @Override
  public void addSplitsBack(List<NumberSequenceSplit> splits, int subtask) {
    returned.addAll(splits);
  }

  @Override
  public State snapshotState(long checkpoint) {
    return new State(next, List.copyOf(returned));
  }

  @Override
  public void start() {}

  @Override
  public void addReader(int subtask) {}

  @Override
  public void close() {}
}
