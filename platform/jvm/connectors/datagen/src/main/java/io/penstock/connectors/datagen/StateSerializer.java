package io.penstock.connectors.datagen;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes the state of {@link BlockEnumerator} to checkpoints. */
final class StateSerializer implements SimpleVersionedSerializer<BlockEnumerator.State> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(BlockEnumerator.State state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeLong(state.next());
    out.writeInt(state.returned().size());
    for (NumberSequenceSplit block : state.returned()) {
      out.writeUTF(block.splitId());
      out.writeLong(block.from());
      out.writeLong(block.to());
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public BlockEnumerator.State deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException("The state of a datagen source has the unknown version " + version);
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    long next = in.readLong();
    int size = in.readInt();
    List<NumberSequenceSplit> returned = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      returned.add(new NumberSequenceSplit(in.readUTF(), in.readLong(), in.readLong()));
    }
    return new BlockEnumerator.State(next, returned);
  }
}
