package io.penstock.planner;

import io.penstock.runtime.bench.CaptureSink;
import io.penstock.runtime.bench.ReplaySource;
import io.penstock.script.Script;
import io.penstock.script.Statement;
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
 * Which node of the canvas an operator that drops late rows belongs to.
 *
 * <p>A plan does not say whence its operators come. But such an operator is of a construct that few queries have,
 * lies between certain sources and sinks, and behind so many others of its construct. Where that leaves more than
 * one node, none is named.
 */
final class Owners {

  private final StreamGraph graph;
  private final Map<String, Statement> views = new HashMap<>();
  private final Map<String, Set<Construct>> constructs = new HashMap<>();
  private final Map<String, Set<String>> above = new HashMap<>();

  Owners(StreamGraph graph, Script script, CalciteParser parser) {
    this.graph = graph;
    for (Statement statement : script.statements()) {
      if (statement.kind() == Statement.Kind.INSERT) {
        above.computeIfAbsent(statement.name(), name -> new HashSet<>()).addAll(closure(statement));
        continue;
      }
      above.put(statement.name(), closure(statement));
      if (statement.kind() == Statement.Kind.VIEW) {
        views.put(statement.name(), statement);
        constructs.put(statement.name(), Construct.in(parser.parseSqlList(statement.sql())));
      }
    }
  }

  private Set<String> closure(Statement statement) {
    Set<String> names = new HashSet<>(statement.reads());
    statement.reads().forEach(name -> names.addAll(above.getOrDefault(name, Set.of())));
    return names;
  }

  /** The node's id, or null when it is not certain. */
  String of(String operator) {
    StreamNode node = graph.getStreamNodes().stream().filter(one -> one.getOperatorName().equals(operator)).findFirst().orElse(null);
    Construct construct = Construct.of(operator);
    if (node == null || construct == null) {
      return null;
    }
    Set<StreamNode> before = reach(node, StreamNode::getInEdges, StreamEdge::getSourceId);
    Set<StreamNode> behind = reach(node, StreamNode::getOutEdges, StreamEdge::getTargetId);
    List<String> fitting = new ArrayList<>();
    for (String view : views.keySet()) {
      if (constructs.get(view).contains(construct) && between(view, before, behind)) {
        fitting.add(view);
      }
    }
    if (fitting.size() > 1) {
      long rank = before.stream().filter(one -> one != node && Construct.of(one.getOperatorName()) == construct).count();
      fitting.removeIf(view -> fitting(construct, above.get(view)) != rank);
    }
    return fitting.size() == 1 ? views.get(fitting.get(0)).node() : null;
  }

  private long fitting(Construct construct, Set<String> names) {
    return names.stream().filter(name -> constructs.getOrDefault(name, Set.of()).contains(construct)).count();
  }

  private boolean between(String view, Set<StreamNode> before, Set<StreamNode> behind) {
    Set<String> reads = above.get(view);
    return before.stream().map(Owners::source).allMatch(name -> name == null || reads.contains(name))
        && behind.stream().map(Owners::capture).allMatch(name -> name == null || name.equals(view) || feeds(view, name));
  }

  // A tap's table has a name of its own; its insert reads what is tapped, which is also the capture's name.
  private boolean feeds(String view, String capture) {
    return above.getOrDefault(capture, Set.of()).contains(view);
  }

  private Set<StreamNode> reach(
      StreamNode from, Function<StreamNode, List<StreamEdge>> edges, Function<StreamEdge, Integer> end) {
    Set<StreamNode> found = new HashSet<>(Set.of(from));
    List<StreamNode> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      for (StreamEdge edge : edges.apply(open.remove(open.size() - 1))) {
        StreamNode next = graph.getStreamNode(end.apply(edge));
        if (found.add(next)) {
          open.add(next);
        }
      }
    }
    return found;
  }

  private static String source(StreamNode node) {
    return function(node) instanceof ReplaySource source ? source.name() : null;
  }

  private static String capture(StreamNode node) {
    return function(node) instanceof CaptureSink sink ? sink.name() : null;
  }

  private static Object function(StreamNode node) {
    return node.getOperatorFactory() instanceof UdfStreamOperatorFactory<?> factory ? factory.getUserFunction() : null;
  }
}
