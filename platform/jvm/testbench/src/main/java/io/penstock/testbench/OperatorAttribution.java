package io.penstock.testbench;

import io.penstock.sdk.Script;
import io.penstock.sdk.Statement;
import io.penstock.testbench.cluster.CaptureSink;
import io.penstock.testbench.cluster.ReplaySource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.UdfStreamOperatorFactory;
import org.apache.flink.table.planner.parse.CalciteParser;

/**
 * Attributes operators that drop late records to nodes of the canvas.
 *
 * <p>A plan does not contain the origin of its operators. But such an operator is of a kind that
 * few queries have, is between certain sources and sinks, and after a certain number of others of
 * its kind. If more than one node remains, the operator is not attributed.
 */
final class OperatorAttribution {

  private final StreamGraph graph;
  private final Map<String, Statement> views = new HashMap<>();
  private final Map<String, Set<LateDroppingOperator>> lateDropping = new HashMap<>();
  private final Map<String, Set<String>> upstream = new HashMap<>();

  OperatorAttribution(StreamGraph graph, Script script, CalciteParser parser) {
    this.graph = graph;
    for (Statement statement : script.statements()) {
      if (statement.kind() == Statement.Kind.INSERT) {
        upstream
            .computeIfAbsent(statement.name(), name -> new HashSet<>())
            .addAll(collectUpstream(statement));
        continue;
      }
      upstream.put(statement.name(), collectUpstream(statement));
      if (statement.kind() == Statement.Kind.VIEW) {
        views.put(statement.name(), statement);
        lateDropping.put(
            statement.name(), LateDroppingOperator.findIn(parser.parseSqlList(statement.sql())));
      }
    }
  }

  private Set<String> collectUpstream(Statement statement) {
    Set<String> names = new HashSet<>(statement.reads());
    statement.reads().forEach(name -> names.addAll(upstream.getOrDefault(name, Set.of())));
    return names;
  }

  /** Returns the id of the node that the operator belongs to, or null if it is not certain. */
  String findNode(String operator) {
    StreamNode node =
        graph.getStreamNodes().stream()
            .filter(one -> one.getOperatorName().equals(operator))
            .findFirst()
            .orElse(null);
    LateDroppingOperator kind = LateDroppingOperator.fromOperatorName(operator);
    if (node == null || kind == null) {
      return null;
    }
    Set<StreamNode> before =
        collectReachable(node, StreamNode::getInEdges, StreamEdge::getSourceId);
    Set<StreamNode> after =
        collectReachable(node, StreamNode::getOutEdges, StreamEdge::getTargetId);
    List<String> candidates = new ArrayList<>();
    for (String view : views.keySet()) {
      if (lateDropping.get(view).contains(kind) && isBetween(view, before, after)) {
        candidates.add(view);
      }
    }
    if (candidates.size() > 1) {
      long rank =
          before.stream()
              .filter(
                  one ->
                      one != node
                          && LateDroppingOperator.fromOperatorName(one.getOperatorName()) == kind)
              .count();
      candidates.removeIf(view -> countWith(kind, upstream.get(view)) != rank);
    }
    return candidates.size() == 1 ? views.get(candidates.get(0)).node() : null;
  }

  private long countWith(LateDroppingOperator kind, Set<String> names) {
    return names.stream()
        .filter(name -> lateDropping.getOrDefault(name, Set.of()).contains(kind))
        .count();
  }

  private boolean isBetween(String view, Set<StreamNode> before, Set<StreamNode> after) {
    Set<String> reads = upstream.get(view);
    return before.stream()
            .map(OperatorAttribution::sourceName)
            .allMatch(name -> name == null || reads.contains(name))
        && after.stream()
            .map(OperatorAttribution::captureName)
            .allMatch(name -> name == null || name.equals(view) || isReadBy(view, name));
  }

  // The table of a tap has its own name; its insert reads the tapped view, which is also the name
  // of the capture.
  private boolean isReadBy(String view, String capture) {
    return upstream.getOrDefault(capture, Set.of()).contains(view);
  }

  private Set<StreamNode> collectReachable(
      StreamNode from,
      Function<StreamNode, List<StreamEdge>> edges,
      Function<StreamEdge, Integer> end) {
    Set<StreamNode> found = new HashSet<>(Set.of(from));
    List<StreamNode> pending = new ArrayList<>(List.of(from));
    while (!pending.isEmpty()) {
      for (StreamEdge edge : edges.apply(pending.remove(pending.size() - 1))) {
        StreamNode next = graph.getStreamNode(end.apply(edge));
        if (found.add(next)) {
          pending.add(next);
        }
      }
    }
    return found;
  }

  private static String sourceName(StreamNode node) {
    return userFunction(node) instanceof ReplaySource source ? source.name() : null;
  }

  private static String captureName(StreamNode node) {
    return userFunction(node) instanceof CaptureSink sink ? sink.name() : null;
  }

  private static Object userFunction(StreamNode node) {
    return node.getOperatorFactory() instanceof UdfStreamOperatorFactory<?> factory
        ? factory.getUserFunction()
        : null;
  }
}
