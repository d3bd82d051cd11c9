package io.penstock.planner;

import io.penstock.runtime.bench.CaptureSink;
import io.penstock.runtime.bench.Feed;
import io.penstock.runtime.bench.Limits;
import io.penstock.script.Ddl;
import io.penstock.script.Option;
import io.penstock.script.Script;
import io.penstock.script.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.internal.TableEnvironmentImpl;
import org.apache.flink.table.operations.ModifyOperation;
import org.apache.flink.table.planner.delegation.DefaultExecutor;
import org.apache.flink.table.planner.delegation.PlannerBase;

/** Plans a test: from a script whose tables replay and capture to a job that a cluster can run. */
final class Trial {

  private final TableEnvironmentImpl env;
  private final ClassLoader loader;
  private final Feed feed;
  private final List<ModifyOperation> inserts = new ArrayList<>();

  /** What is submitted, its captures by their numbers, and whose its operators are. */
  record Planned(JobGraph job, List<String> captures, Owners owners) {}

  Trial(Script script, String run, Limits limits, ClassLoader loader) {
    Map<String, String> settings = new LinkedHashMap<>(script.settings());
    settings.put("table.dynamic-table-options.enabled", "false");
    // In two phases a late row is dropped when the second one gets it, some rows after it came.
    settings.put("table.optimizer.agg-phase-strategy", "ONE_PHASE");
    this.loader = loader;
    feed = new Feed(run, limits);
    env =
        (TableEnvironmentImpl)
            TableEnvironment.create(
                EnvironmentSettings.newInstance()
                    .inStreamingMode()
                    .withConfiguration(Configuration.fromMap(settings))
                    .withClassLoader(loader)
                    .build());
  }

  Feed feed() {
    return feed;
  }

  /** Makes a user's class known as a function. */
  void function(String name, String className) {
    try {
      env.executeSql(
          "CREATE TEMPORARY SYSTEM FUNCTION %s AS %s".formatted(Ddl.identifier(name), Ddl.literal(className)));
    } catch (RuntimeException e) {
      String message = "The function '%s' cannot be made: the given jars have no function of the class %s.";
      throw new Refusal(Problem.Kind.VALIDATE, message.formatted(name, className), null);
    }
  }

  /** Plans the whole script. {@code relays} and {@code mutes}: see {@link Lockstep#apply}. */
  Planned plan(Script script, String name, boolean relays, boolean mutes) {
    return feed.during(
        () -> {
          script.statements().forEach(this::add);
          PlannerBase planner = (PlannerBase) env.getPlanner();
          var executor = new DefaultExecutor(planner.getExecEnv());
          StreamGraph graph =
              (StreamGraph) executor.createPipeline(planner.translate(inserts), env.getConfig(), name);
          List<CaptureSink> captures = new Lockstep(graph, feed.run()).apply(relays, mutes);
          JobGraph job = graph.getJobGraph(loader, null);
          var owners = new Owners(graph, script, planner.createFlinkPlanner().parser());
          return new Planned(job, captures.stream().map(CaptureSink::name).toList(), owners);
        });
  }

  /**
   * The verdict on each statement of a script that uses users' functions, which the check does not know: its columns
   * or what is wrong, inserts planned one by one.
   */
  List<Verdict> verdicts(Script script) {
    List<Verdict> found = new ArrayList<>();
    feed.during(
        () -> {
          script.statements().forEach(statement -> found.add(verdict(statement)));
          return null;
        });
    return found;
  }

  private Verdict verdict(Statement statement) {
    try {
      put(statement);
      if (statement.kind() == Statement.Kind.INSERT) {
        ((PlannerBase) env.getPlanner()).translate(List.of(inserts.get(inserts.size() - 1)));
        return new Verdict(null, null, null);
      }
      var schema = env.from(Ddl.identifier(statement.name())).getResolvedSchema();
      return new Verdict(Columns.describe(schema), null, null);
    } catch (RuntimeException | Error e) {
      Broken.check(e);
      return Verdict.wrong(Messages.of(e, Problem.Kind.PLAN));
    }
  }

  private void add(Statement statement) {
    try {
      put(statement);
    } catch (RuntimeException e) {
      Problem problem = Messages.of(e, Problem.Kind.VALIDATE);
      String message = "'%s' cannot be tested: %s".formatted(statement.name(), problem.message());
      throw new Refusal(problem.kind(), message, null);
    }
  }

  private void put(Statement statement) {
    switch (statement.kind()) {
      case TABLE -> env.executeSql(table(statement));
      case VIEW -> env.executeSql(statement.sql());
      case INSERT -> inserts.add((ModifyOperation) env.getParser().parse(statement.sql()).get(0));
    }
  }

  private String table(Statement table) {
    Map<String, String> options = new LinkedHashMap<>();
    for (Option option : table.options()) {
      options.put(option.key(), option.value());
    }
    if (table.schemaFrom() == null) {
      return Ddl.createTable(table, null, options);
    }
    var schema = env.from(Ddl.identifier(table.schemaFrom())).getResolvedSchema();
    return Ddl.createTable(table, Ddl.columnsOf(schema, table.key()), options);
  }
}
