package io.penstock.planner;

import io.penstock.runtime.bench.Arrival;
import io.penstock.runtime.bench.CaptureSink;
import io.penstock.runtime.bench.Mute;
import io.penstock.runtime.bench.Passage;
import io.penstock.runtime.bench.Relay;
import io.penstock.runtime.bench.ReplaySource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.graph.StreamingJobGraphGenerator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.UdfStreamOperatorFactory;
import org.apache.flink.streaming.runtime.partitioner.ForwardPartitioner;
import org.apache.flink.table.runtime.operators.wmassigners.WatermarkAssignerOperatorFactory;

/**
 * Turns a planned test into one that does everything in one order, always the same.
 *
 * <p>With one subtask each, a way that shuffles is as good as a straight one, so almost all operators join into
 * one task, and a task is one thread. Where operators with several inputs begin a task of their own, a {@link
 * Relay} before and an {@link Arrival} behind the way make sending wait for the effect. Sources take turns.
 */
final class Lockstep {

  private final StreamGraph graph;
  private final String run;
  private final List<ReplaySource> sources = new ArrayList<>();
  private final List<CaptureSink> captures = new ArrayList<>();
  private int lastId;

  Lockstep(StreamGraph graph, String run) {
    this.graph = graph;
    this.run = run;
  }

  /**
   * Changes the graph; the captures get their numbers by the order of the list that comes back.
   *
   * <p>Without {@code relays} each task runs ahead as it likes: only to show that they are needed. With {@code mutes}
   * a run may leave out rows, see {@link Mute}.
   */
  List<CaptureSink> apply(boolean relays, boolean mutes) {
    List<StreamNode> nodes = nodes();
    lastId = nodes.stream().mapToInt(StreamNode::getId).max().orElse(0);
    List<StreamEdge> exchanges = new ArrayList<>();
    nodes.forEach(node -> straighten(node, exchanges));
    exchanges.forEach(this::pass);
    if (mutes) {
      nodes.stream().filter(node -> node.getInEdges().isEmpty()).forEach(this::mute);
    }
    if (relays) {
      nodes.forEach(this::guard);
    }
    nodes.forEach(this::collect);
    int[][] turns = Turns.of(sources.stream().map(ReplaySource::lines).toArray(int[][]::new));
    for (int i = 0; i < turns.length; i++) {
      sources.get(i).assign(i, turns[i]);
    }
    for (int i = 0; i < captures.size(); i++) {
      captures.get(i).assign(i);
    }
    return captures;
  }

  private List<StreamNode> nodes() {
    return graph.getStreamNodes().stream().sorted(Comparator.comparingInt(StreamNode::getId)).toList();
  }

  private void straighten(StreamNode node, List<StreamEdge> exchanges) {
    node.setParallelism(1);
    node.setSlotSharingGroup("default");
    for (StreamEdge edge : node.getOutEdges()) {
      if (!(edge.getPartitioner() instanceof ForwardPartitioner<?>)) {
        exchanges.add(edge);
      }
      edge.setPartitioner(new ForwardPartitioner<>());
      edge.setBufferTimeout(0);
    }
  }

  private void pass(StreamEdge exchange) {
    if (StreamingJobGraphGenerator.isChainable(exchange, graph)) {
      TypeSerializer<?> type = graph.getStreamNode(exchange.getTargetId()).getTypeSerializersIn()[0];
      insert(exchange, add("exchange", new Passage<>(type), type));
    }
  }

  // Behind what makes the watermarks, or behind the source itself where nothing does.
  private void mute(StreamNode source) {
    List<StreamNode> assigners = new ArrayList<>();
    assigners(source, assigners);
    for (StreamNode node : assigners.isEmpty() ? List.of(source) : assigners) {
      behind(node, add("mute", new Mute<>(run), node.getTypeSerializerOut()));
    }
  }

  private void assigners(StreamNode node, List<StreamNode> found) {
    if (node.getOperatorFactory() instanceof WatermarkAssignerOperatorFactory) {
      found.add(node);
    } else {
      for (StreamEdge edge : node.getOutEdges()) {
        StreamNode next = graph.getStreamNode(edge.getTargetId());
        if (next.getInEdges().size() == 1) {
          assigners(next, found);
        }
      }
    }
  }

  private void guard(StreamNode node) {
    List<StreamEdge> ways =
        node.getInEdges().stream().filter(edge -> !StreamingJobGraphGenerator.isChainable(edge, graph)).toList();
    if (ways.isEmpty()) {
      return;
    }
    if (node.getOutEdges().stream().anyMatch(edge -> edge.getOutputTag() != null)) {
      throw new IllegalArgumentException(
          "The operator '" + node.getOperatorName() + "' has a side output and several inputs: it has no test bench.");
    }
    if (ways.stream().allMatch(edge -> edge.getTypeNumber() == 0)) {
      before(node, ways);
    } else {
      behind(node, add("arrival", new Arrival<>(run), node.getTypeSerializerOut()));
      ways.forEach(this::relay);
    }
  }

  // Several ways into one input: they meet in the arrival, which then shares the task with the operator.
  private void before(StreamNode node, List<StreamEdge> ways) {
    TypeSerializer<?> type = node.getTypeSerializersIn()[0];
    StreamNode arrival = add("arrival", new Arrival<>(run), type);
    for (StreamEdge way : ways) {
      move(way, graph.getStreamNode(way.getSourceId()), arrival, 0);
    }
    connect(arrival, node, 0);
    List.copyOf(arrival.getInEdges()).forEach(this::relay);
  }

  // An operator with several inputs heads its task: the arrival comes right behind it, before all else.
  private void behind(StreamNode node, StreamNode next) {
    for (StreamEdge edge : List.copyOf(node.getOutEdges())) {
      move(edge, next, graph.getStreamNode(edge.getTargetId()), edge.getTypeNumber());
    }
    connect(node, next, 0);
  }

  private void relay(StreamEdge way) {
    int input = Math.max(0, way.getTypeNumber() - 1);
    TypeSerializer<?> type = graph.getStreamNode(way.getTargetId()).getTypeSerializersIn()[input];
    insert(way, add("relay", new Relay<>(run, lastId + 1), type));
  }

  private void insert(StreamEdge edge, StreamNode between) {
    StreamNode from = graph.getStreamNode(edge.getSourceId());
    StreamNode to = graph.getStreamNode(edge.getTargetId());
    StreamEdge near = edge(from, between, 0, edge);
    replace(from.getOutEdges(), edge, near);
    between.addInEdge(near);
    StreamEdge far = edge(between, to, edge.getTypeNumber(), null);
    between.addOutEdge(far);
    replace(to.getInEdges(), edge, far);
  }

  private <T> StreamNode add(String name, StreamOperator<T> operator, TypeSerializer<?> type) {
    int id = ++lastId;
    graph.addOperator(id, "default", null, SimpleOperatorFactory.of(operator), null, null, name);
    StreamNode node = graph.getStreamNode(id);
    node.setParallelism(1);
    graph.setMaxParallelism(id, JobVertex.MAX_PARALLELISM_DEFAULT);
    node.setSerializersIn(type);
    node.setSerializerOut(type);
    return node;
  }

  private void connect(StreamNode from, StreamNode to, int input) {
    StreamEdge edge = edge(from, to, input, null);
    from.addOutEdge(edge);
    to.addInEdge(edge);
  }

  private void move(StreamEdge old, StreamNode from, StreamNode to, int input) {
    StreamNode oldFrom = graph.getStreamNode(old.getSourceId());
    StreamNode oldTo = graph.getStreamNode(old.getTargetId());
    StreamEdge edge = edge(from, to, input, old);
    replace(oldFrom.getOutEdges(), old, from == oldFrom ? edge : null);
    replace(oldTo.getInEdges(), old, to == oldTo ? edge : null);
    if (from != oldFrom) {
      from.addOutEdge(edge);
    }
    if (to != oldTo) {
      to.addInEdge(edge);
    }
  }

  private static void replace(List<StreamEdge> edges, StreamEdge old, StreamEdge fresh) {
    int at = edges.indexOf(old);
    if (fresh == null) {
      edges.remove(at);
    } else {
      edges.set(at, fresh);
    }
  }

  private static StreamEdge edge(StreamNode from, StreamNode to, int input, StreamEdge like) {
    var edge = new StreamEdge(from, to, input, new ForwardPartitioner<>(), like == null ? null : like.getOutputTag());
    edge.setBufferTimeout(0);
    return edge;
  }

  private void collect(StreamNode node) {
    if (node.getOperatorFactory() instanceof UdfStreamOperatorFactory<?> factory) {
      Function function = factory.getUserFunction();
      if (function instanceof ReplaySource source) {
        sources.add(source);
      } else if (function instanceof CaptureSink capture) {
        captures.add(capture);
      }
    }
  }
}
