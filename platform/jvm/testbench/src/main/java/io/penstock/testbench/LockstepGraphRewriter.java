package io.penstock.testbench;

import io.penstock.testbench.cluster.AckOperator;
import io.penstock.testbench.cluster.CaptureSink;
import io.penstock.testbench.cluster.ReplaySource;
import io.penstock.testbench.cluster.RowFilterOperator;
import io.penstock.testbench.cluster.SerializationBoundaryOperator;
import io.penstock.testbench.cluster.SynchronousSendOperator;
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
 * Rewrites the graph of a test so that it processes everything in the same order each time.
 *
 * <p>With a parallelism of 1 every exchange can be a forward edge, so almost all operators are
 * chained into one task, which is one thread. Operators with several inputs start a task of their
 * own: there, a {@link SynchronousSendOperator} before the edge and an {@link AckOperator} after it
 * make the sender wait until the record is processed. Sources take turns.
 */
final class LockstepGraphRewriter {

  private final StreamGraph graph;
  private final String run;
  private final List<ReplaySource> sources = new ArrayList<>();
  private final List<CaptureSink> captures = new ArrayList<>();
  private int lastId;

  LockstepGraphRewriter(StreamGraph graph, String run) {
    this.graph = graph;
    this.run = run;
  }

  /**
   * Rewrites the graph; the captures are numbered in the order of the returned list.
   *
   * @param withBarriers false lets tasks run ahead of each other; only for the test that shows that
   *     they are needed
   * @param withRowFilters whether runs may suppress rows, see {@link RowFilterOperator}
   */
  List<CaptureSink> rewrite(boolean withBarriers, boolean withRowFilters) {
    List<StreamNode> nodes = sortedNodes();
    lastId = nodes.stream().mapToInt(StreamNode::getId).max().orElse(0);
    List<StreamEdge> exchanges = new ArrayList<>();
    nodes.forEach(node -> forceForward(node, exchanges));
    exchanges.forEach(this::addSerializationBoundary);
    if (withRowFilters) {
      nodes.stream().filter(node -> node.getInEdges().isEmpty()).forEach(this::addRowFilter);
    }
    if (withBarriers) {
      nodes.forEach(this::addBarriers);
    }
    nodes.forEach(this::collectConnectors);
    int[][] turns =
        TurnSchedule.assignTurns(sources.stream().map(ReplaySource::lines).toArray(int[][]::new));
    for (int i = 0; i < turns.length; i++) {
      sources.get(i).assign(i, turns[i]);
    }
    for (int i = 0; i < captures.size(); i++) {
      captures.get(i).assign(i);
    }
    return captures;
  }

  private List<StreamNode> sortedNodes() {
    return graph.getStreamNodes().stream()
        .sorted(Comparator.comparingInt(StreamNode::getId))
        .toList();
  }

  private void forceForward(StreamNode node, List<StreamEdge> exchanges) {
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

  private void addSerializationBoundary(StreamEdge exchange) {
    if (StreamingJobGraphGenerator.isChainable(exchange, graph)) {
      TypeSerializer<?> type =
          graph.getStreamNode(exchange.getTargetId()).getTypeSerializersIn()[0];
      insertInto(
          exchange, addOperator("exchange", new SerializationBoundaryOperator<>(type), type));
    }
  }

  // After the watermark assigners, or after the source itself if there are none.
  private void addRowFilter(StreamNode source) {
    List<StreamNode> assigners = new ArrayList<>();
    findWatermarkAssigners(source, assigners);
    for (StreamNode node : assigners.isEmpty() ? List.of(source) : assigners) {
      insertAfter(
          node,
          addOperator("row-filter", new RowFilterOperator<>(run), node.getTypeSerializerOut()));
    }
  }

  private void findWatermarkAssigners(StreamNode node, List<StreamNode> found) {
    if (node.getOperatorFactory() instanceof WatermarkAssignerOperatorFactory) {
      found.add(node);
    } else {
      for (StreamEdge edge : node.getOutEdges()) {
        StreamNode next = graph.getStreamNode(edge.getTargetId());
        if (next.getInEdges().size() == 1) {
          findWatermarkAssigners(next, found);
        }
      }
    }
  }

  private void addBarriers(StreamNode node) {
    List<StreamEdge> edges =
        node.getInEdges().stream()
            .filter(edge -> !StreamingJobGraphGenerator.isChainable(edge, graph))
            .toList();
    if (edges.isEmpty()) {
      return;
    }
    if (node.getOutEdges().stream().anyMatch(edge -> edge.getOutputTag() != null)) {
      throw new IllegalArgumentException(
          "The operator '"
              + node.getOperatorName()
              + "' has a side output and several inputs, which unit tests do not support.");
    }
    if (edges.stream().allMatch(edge -> edge.getTypeNumber() == 0)) {
      insertBefore(node, edges);
    } else {
      insertAfter(node, addOperator("ack", new AckOperator<>(run), node.getTypeSerializerOut()));
      edges.forEach(this::addSynchronousSend);
    }
  }

  // Several edges into one input: they meet in the ack operator, which is chained with the
  // operator.
  private void insertBefore(StreamNode node, List<StreamEdge> edges) {
    TypeSerializer<?> type = node.getTypeSerializersIn()[0];
    StreamNode ack = addOperator("ack", new AckOperator<>(run), type);
    for (StreamEdge edge : edges) {
      moveEdge(edge, graph.getStreamNode(edge.getSourceId()), ack, 0);
    }
    connect(ack, node, 0);
    List.copyOf(ack.getInEdges()).forEach(this::addSynchronousSend);
  }

  // An operator with several inputs is the first of its task: the ack operator directly follows it.
  private void insertAfter(StreamNode node, StreamNode next) {
    for (StreamEdge edge : List.copyOf(node.getOutEdges())) {
      moveEdge(edge, next, graph.getStreamNode(edge.getTargetId()), edge.getTypeNumber());
    }
    connect(node, next, 0);
  }

  private void addSynchronousSend(StreamEdge edge) {
    int input = Math.max(0, edge.getTypeNumber() - 1);
    TypeSerializer<?> type = graph.getStreamNode(edge.getTargetId()).getTypeSerializersIn()[input];
    insertInto(
        edge,
        addOperator("synchronous-send", new SynchronousSendOperator<>(run, lastId + 1), type));
  }

  private void insertInto(StreamEdge edge, StreamNode between) {
    StreamNode from = graph.getStreamNode(edge.getSourceId());
    StreamNode to = graph.getStreamNode(edge.getTargetId());
    StreamEdge near = createEdge(from, between, 0, edge);
    replaceEdge(from.getOutEdges(), edge, near);
    between.addInEdge(near);
    StreamEdge far = createEdge(between, to, edge.getTypeNumber(), null);
    between.addOutEdge(far);
    replaceEdge(to.getInEdges(), edge, far);
  }

  private <T> StreamNode addOperator(
      String name, StreamOperator<T> operator, TypeSerializer<?> type) {
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
    StreamEdge edge = createEdge(from, to, input, null);
    from.addOutEdge(edge);
    to.addInEdge(edge);
  }

  private void moveEdge(StreamEdge old, StreamNode from, StreamNode to, int input) {
    StreamNode oldFrom = graph.getStreamNode(old.getSourceId());
    StreamNode oldTo = graph.getStreamNode(old.getTargetId());
    StreamEdge edge = createEdge(from, to, input, old);
    replaceEdge(oldFrom.getOutEdges(), old, from == oldFrom ? edge : null);
    replaceEdge(oldTo.getInEdges(), old, to == oldTo ? edge : null);
    if (from != oldFrom) {
      from.addOutEdge(edge);
    }
    if (to != oldTo) {
      to.addInEdge(edge);
    }
  }

  private static void replaceEdge(List<StreamEdge> edges, StreamEdge old, StreamEdge fresh) {
    int at = edges.indexOf(old);
    if (fresh == null) {
      edges.remove(at);
    } else {
      edges.set(at, fresh);
    }
  }

  private static StreamEdge createEdge(StreamNode from, StreamNode to, int input, StreamEdge like) {
    var edge =
        new StreamEdge(
            from, to, input, new ForwardPartitioner<>(), like == null ? null : like.getOutputTag());
    edge.setBufferTimeout(0);
    return edge;
  }

  private void collectConnectors(StreamNode node) {
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
