package io.penstock.testbench;

import io.penstock.planner.CorruptedProcessException;
import io.penstock.planner.Diagnostic;
import io.penstock.planner.ErrorMessages;
import io.penstock.planner.JobRestrictions;
import io.penstock.planner.SchemaFormatter;
import io.penstock.planner.StatementRejectedException;
import io.penstock.planner.StatementResult;
import io.penstock.sdk.DdlWriter;
import io.penstock.sdk.Script;
import io.penstock.sdk.Statement;
import io.penstock.sdk.TableOption;
import io.penstock.testbench.cluster.CaptureLimits;
import io.penstock.testbench.cluster.CaptureSink;
import io.penstock.testbench.cluster.ReplayPlan;
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

/** Plans a test: converts a script with replay and capture tables to a job graph for a cluster. */
final class TestJobPlanner {

  private final TableEnvironmentImpl env;
  private final ClassLoader loader;
  private final ReplayPlan replayPlan;
  private final List<ModifyOperation> inserts = new ArrayList<>();

  /**
   * The job to submit, the names of its captures by number, and the attribution of its operators.
   */
  record PlannedTest(JobGraph job, List<String> captures, OperatorAttribution attribution) {}

  TestJobPlanner(Script script, String run, CaptureLimits limits, ClassLoader loader) {
    JobRestrictions.requireAllowed(script.settings());
    Map<String, String> settings = new LinkedHashMap<>(script.settings());
    settings.put("table.dynamic-table-options.enabled", "false");
    // With two phases a late record is dropped in the second one, some records after it arrived.
    settings.put("table.optimizer.agg-phase-strategy", "ONE_PHASE");
    this.loader = loader;
    replayPlan = new ReplayPlan(run, limits);
    env =
        (TableEnvironmentImpl)
            TableEnvironment.create(
                EnvironmentSettings.newInstance()
                    .inStreamingMode()
                    .withConfiguration(Configuration.fromMap(settings))
                    .withClassLoader(loader)
                    .build());
  }

  ReplayPlan replayPlan() {
    return replayPlan;
  }

  /** Registers a user's class as a function. */
  void registerFunction(String name, String className) {
    try {
      env.executeSql(
          "CREATE TEMPORARY SYSTEM FUNCTION %s AS %s"
              .formatted(DdlWriter.quoteIdentifier(name), DdlWriter.quoteLiteral(className)));
    } catch (RuntimeException e) {
      String message =
          "The function '%s' cannot be created: the given jars contain no function class %s.";
      throw new StatementRejectedException(
          Diagnostic.Kind.VALIDATE, message.formatted(name, className), null);
    }
  }

  /** Plans the whole script; {@link LockstepGraphRewriter#rewrite} describes the flags. */
  PlannedTest plan(Script script, String name, boolean withBarriers, boolean withRowFilters) {
    return replayPlan.runWith(
        () -> {
          script.statements().forEach(this::addStatement);
          PlannerBase planner = (PlannerBase) env.getPlanner();
          var executor = new DefaultExecutor(planner.getExecEnv());
          StreamGraph graph =
              (StreamGraph)
                  executor.createPipeline(planner.translate(inserts), env.getConfig(), name);
          List<CaptureSink> captures =
              new LockstepGraphRewriter(graph, replayPlan.run())
                  .rewrite(withBarriers, withRowFilters);
          JobGraph job = graph.getJobGraph(loader, null);
          var attribution =
              new OperatorAttribution(graph, script, planner.createFlinkPlanner().parser());
          return new PlannedTest(
              job, captures.stream().map(CaptureSink::name).toList(), attribution);
        });
  }

  /**
   * Checks each statement of a script that uses functions of users, which the planner's check does
   * not know.
   *
   * <p>Inserts are planned one by one.
   */
  List<StatementResult> checkStatements(Script script) {
    List<StatementResult> found = new ArrayList<>();
    replayPlan.runWith(
        () -> {
          script.statements().forEach(statement -> found.add(checkStatement(statement)));
          return null;
        });
    return found;
  }

  private StatementResult checkStatement(Statement statement) {
    try {
      execute(statement);
      if (statement.kind() == Statement.Kind.INSERT) {
        ((PlannerBase) env.getPlanner()).translate(List.of(inserts.get(inserts.size() - 1)));
        return new StatementResult(null, null, null);
      }
      var schema = env.from(DdlWriter.quoteIdentifier(statement.name())).getResolvedSchema();
      return new StatementResult(SchemaFormatter.describe(schema), null, null);
    } catch (RuntimeException | Error e) {
      CorruptedProcessException.throwIfCorrupted(e);
      return StatementResult.failed(ErrorMessages.toDiagnostic(e, Diagnostic.Kind.PLAN));
    }
  }

  private void addStatement(Statement statement) {
    try {
      execute(statement);
    } catch (RuntimeException e) {
      Diagnostic diagnostic = ErrorMessages.toDiagnostic(e, Diagnostic.Kind.VALIDATE);
      String message =
          "'%s' cannot be tested: %s".formatted(statement.name(), diagnostic.message());
      throw new StatementRejectedException(diagnostic.kind(), message, null);
    }
  }

  private void execute(Statement statement) {
    switch (statement.kind()) {
      case TABLE -> env.executeSql(createTableSql(statement));
      case VIEW -> env.executeSql(statement.sql());
      case INSERT -> inserts.add((ModifyOperation) env.getParser().parse(statement.sql()).get(0));
    }
  }

  private String createTableSql(Statement table) {
    Map<String, String> options = new LinkedHashMap<>();
    for (TableOption option : table.options()) {
      options.put(option.key(), option.value());
    }
    if (table.schemaFrom() == null) {
      return DdlWriter.createTable(table, null, options);
    }
    var schema = env.from(DdlWriter.quoteIdentifier(table.schemaFrom())).getResolvedSchema();
    return DdlWriter.createTable(table, DdlWriter.formatColumns(schema, table.key()), options);
  }
}
