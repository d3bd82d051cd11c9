package io.penstock.connectors.datagen;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;

/** A source with its enumerator and readers in one thread, with checkpoints by its serializers. */
final class Simulation implements AutoCloseable {

  /** What a checkpoint stores. */
  record Checkpoint(byte[] enumerator, List<byte[]> blocks, int emitted) {}

  final List<RowData> emitted = new ArrayList<>();
  private final GeneratedRowSource source;
  private final List<SourceReader<RowData, NumberSequenceSplit>> readers = new ArrayList<>();
  private final List<Integer> requests = new ArrayList<>();
  private final Set<Integer> ended = new HashSet<>();
  private final SplitEnumerator<NumberSequenceSplit, BlockEnumerator.State> enumerator;

  Simulation(GeneratedRowSource submitted, int parallelism, Checkpoint from) throws Exception {
    source = copy(submitted);
    Map<Integer, ReaderInfo> registered = new TreeMap<>();
    for (int subtask = 0; subtask < parallelism; subtask++) {
      registered.put(subtask, new ReaderInfo(subtask, "localhost"));
      readers.add(copy(source).createReader(readerContext(subtask, parallelism)));
    }
    SplitEnumeratorContext<NumberSequenceSplit> context = enumeratorContext(registered);
    if (from == null) {
      enumerator = source.createEnumerator(context);
    } else {
      var states = source.getEnumeratorCheckpointSerializer();
      enumerator =
          source.restoreEnumerator(
              context, states.deserialize(states.getVersion(), from.enumerator()));
      var blocks = source.getSplitSerializer();
      for (int i = 0; i < from.blocks().size(); i++) {
        NumberSequenceSplit block = blocks.deserialize(blocks.getVersion(), from.blocks().get(i));
        readers.get(i % parallelism).addSplits(List.of(block));
      }
    }
    readers.forEach(SourceReader::start);
  }

  /** Emits {@code count} rows, or until the end; readers take turns that {@code order} says. */
  void run(int count, java.util.Random order) throws Exception {
    int until = emitted.size() + count;
    while (emitted.size() < until && ended.size() < readers.size()) {
      List<Integer> asked = List.copyOf(requests);
      requests.clear();
      asked.forEach(subtask -> enumerator.handleSplitRequest(subtask, "localhost"));
      int subtask = order.nextInt(readers.size());
      if (readers.get(subtask).pollNext(output()) == InputStatus.END_OF_INPUT) {
        ended.add(subtask);
      }
    }
  }

  Checkpoint checkpoint() throws Exception {
    List<byte[]> blocks = new ArrayList<>();
    for (var reader : readers) {
      for (NumberSequenceSplit block : reader.snapshotState(1)) {
        blocks.add(source.getSplitSerializer().serialize(block));
      }
    }
    var state = enumerator.snapshotState(1);
    return new Checkpoint(
        source.getEnumeratorCheckpointSerializer().serialize(state), blocks, emitted.size());
  }

  /** A reader fails before a checkpoint: its blocks go back. */
  void giveBack(NumberSequenceSplit block) {
    enumerator.addSplitsBack(List.of(block), 0);
  }

  @Override
  public void close() throws Exception {
    for (var reader : readers) {
      reader.close();
    }
  }

  @SuppressWarnings("unchecked")
  private ReaderOutput<RowData> output() {
    return (ReaderOutput<RowData>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ReaderOutput.class},
            (proxy, method, arguments) -> {
              emitted.add((RowData) arguments[0]);
              return null;
            });
  }

  private SourceReaderContext readerContext(int subtask, int parallelism) {
    return (SourceReaderContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SourceReaderContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "sendSplitRequest" -> {
                    requests.add(subtask);
                    yield null;
                  }
                  case "currentParallelism" -> parallelism;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @SuppressWarnings("unchecked")
  private SplitEnumeratorContext<NumberSequenceSplit> enumeratorContext(
      Map<Integer, ReaderInfo> registered) {
    return (SplitEnumeratorContext<NumberSequenceSplit>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SplitEnumeratorContext.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "currentParallelism":
                  return registered.size();
                case "registeredReaders":
                  return registered;
                case "assignSplit":
                  readers
                      .get((int) arguments[1])
                      .addSplits(List.of((NumberSequenceSplit) arguments[0]));
                  return null;
                case "signalNoMoreSplits":
                  readers.get((int) arguments[0]).notifyNoMoreSplits();
                  return null;
                default:
                  throw new UnsupportedOperationException(method.getName());
              }
            });
  }

  /** As a task manager gets it. */
  @SuppressWarnings("unchecked")
  static <T> T copy(T value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
