package io.penstock.planner;

import io.penstock.sdk.DdlWriter;
import io.penstock.sdk.Script;
import io.penstock.sdk.Statement;
import io.penstock.sdk.TableOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlNode;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.operations.Operation;
import org.apache.flink.table.operations.SinkModifyOperation;
import org.apache.flink.table.operations.ddl.CreateTableOperation;
import org.apache.flink.table.operations.ddl.CreateViewOperation;

/**
 * Validates one script, statement by statement; results of unchanged statements come from the
 * cache.
 */
final class ScriptValidator {

  private final CheckRequest request;
  private final Script script;
  private final VerdictCache cache;
  private final ProgressListener progress;
  private final PlannerEnvironment environment;
  private final SqlRestrictions restrictions;
  private final String settings;
  private final Set<String> sinks = new HashSet<>();
  private final Map<String, StatementResult> validated = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private final InsertPlanner inserts;

  ScriptValidator(CheckRequest request, VerdictCache cache, ProgressListener progress) {
    this.request = request;
    this.script = request.script();
    this.cache = cache;
    this.progress = progress;
    environment = new PlannerEnvironment(script.settings());
    restrictions = new SqlRestrictions(environment.parser());
    inserts = new InsertPlanner(request, cache, progress, environment);
    settings = VerdictCache.computeKey(script.settings());
    for (Statement statement : script.statements()) {
      if (statement.kind() == Statement.Kind.INSERT) {
        sinks.add(statement.name());
      }
    }
  }

  /** Returns the result of each statement, in their order. */
  List<StatementResult> validate() {
    List<StatementResult> results = new ArrayList<>();
    for (Statement statement : script.statements()) {
      results.add(validateStatement(statement, results.size()));
      progress.statementChecked(results.size() - 1, results.get(results.size() - 1));
    }
    inserts.plan(results, keys);
    return results;
  }

  /** Returns the plan of the whole job; {@link #validate} must have found no problem. */
  String explain() {
    List<Operation> inserts = new ArrayList<>();
    for (Statement statement : script.statements()) {
      if (statement.kind() == Statement.Kind.INSERT) {
        inserts.add(environment.convert(restrictions.parse(statement, statement.sql())));
      }
    }
    return environment.explain(inserts);
  }

  static StatementResult upstreamResult(String name) {
    String message = "Not checked, since '" + name + "' has a problem.";
    return StatementResult.failed(new Diagnostic(Diagnostic.Kind.UPSTREAM, message, null));
  }

  private StatementResult validateStatement(Statement statement, int index) {
    if (request.skip().containsKey(index)) {
      return remember(
          statement,
          StatementResult.failed(
              new Diagnostic(Diagnostic.Kind.PLAN, request.skip().get(index), null)));
    }
    List<String> dependencies =
        new ArrayList<>(List.of(settings, String.valueOf(sinks.contains(statement.name()))));
    for (String name : listDependencies(statement)) {
      StatementResult result = validated.get(name);
      if (result != null && !result.isOk()) {
        return remember(statement, upstreamResult(name));
      }
      dependencies.add(keys.getOrDefault(name, "missing"));
    }
    String key = VerdictCache.computeKey(statement, dependencies);
    StatementResult result = cache.get(key);
    if (result == null) {
      progress.statementStarted(index);
      result = catchErrors(() -> evaluate(statement, index, key));
      // The result of an insert is final only after planning.
      if (statement.kind() != Statement.Kind.INSERT || !result.isOk()) {
        cache.put(key, result);
      }
    } else if (result.table() != null) {
      environment.register(statement.name(), result.table());
    }
    if (statement.kind() != Statement.Kind.INSERT) {
      keys.put(statement.name(), key);
    }
    return remember(statement, result);
  }

  private StatementResult remember(Statement statement, StatementResult result) {
    if (statement.kind() != Statement.Kind.INSERT) {
      validated.put(statement.name(), result);
    }
    return result;
  }

  private static List<String> listDependencies(Statement statement) {
    List<String> names = new ArrayList<>(statement.reads());
    if (statement.schemaFrom() != null) {
      names.add(statement.schemaFrom());
    }
    if (statement.kind() == Statement.Kind.INSERT) {
      names.add(statement.name());
    }
    return names;
  }

  private StatementResult evaluate(Statement statement, int index, String key) {
    return switch (statement.kind()) {
      case TABLE -> validateTable(statement);
      case VIEW -> validateView(statement);
      case INSERT -> validateInsert(statement, index, key);
    };
  }

  static StatementResult catchErrors(Supplier<StatementResult> evaluation) {
    try {
      return evaluation.get();
    } catch (RuntimeException | Error e) {
      CorruptedProcessException.throwIfCorrupted(e);
      // Calcite throws assertion errors for some invalid texts and overflows the stack on deeply
      // nested ones.
      Diagnostic.Kind stage =
          e instanceof ValidationException ? Diagnostic.Kind.VALIDATE : Diagnostic.Kind.PLAN;
      return StatementResult.failed(ErrorMessages.toDiagnostic(e, stage));
    }
  }

  private StatementResult validateTable(Statement statement) {
    String columns = statement.schemaFrom() == null ? null : deriveColumns(statement);
    SqlNode node =
        restrictions.parse(
            statement, DdlWriter.createTable(statement, columns, exampleOptions(statement)));
    var table = ((CreateTableOperation) environment.convert(node)).getCatalogTable();
    environment.register(statement.name(), table);
    environment.checkConnector(statement.name(), sinks.contains(statement.name()));
    return new StatementResult(
        SchemaFormatter.describe(environment.schema(statement.name())), table, null);
  }

  private String deriveColumns(Statement statement) {
    try {
      return DdlWriter.formatColumns(environment.schema(statement.schemaFrom()), statement.key());
    } catch (IllegalArgumentException e) {
      throw new StatementRejectedException(Diagnostic.Kind.VALIDATE, e.getMessage(), null);
    }
  }

  private StatementResult validateView(Statement statement) {
    SqlNode node = restrictions.parse(statement, statement.sql());
    var view = ((CreateViewOperation) environment.convert(node)).getCatalogView();
    environment.register(statement.name(), view);
    if (request.isolate()) {
      tryOptimize(statement);
    }
    return new StatementResult(
        SchemaFormatter.describe(environment.schema(statement.name())), view, null);
  }

  // A failure is reported for the insert; here planning only has to return.
  private void tryOptimize(Statement view) {
    try {
      environment.optimize(view.name());
    } catch (RuntimeException | Error e) {
      CorruptedProcessException.throwIfCorrupted(e);
    }
  }

  private StatementResult validateInsert(Statement statement, int index, String key) {
    var insert =
        (SinkModifyOperation) environment.convert(restrictions.parse(statement, statement.sql()));
    ResolvedSchema rows = insert.getChild().getResolvedSchema();
    SchemaFormatter.requireCompatible(
        statement.name(), rows, insert.getContextResolvedTable().getResolvedSchema());
    inserts.add(index, key, insert);
    return new StatementResult(SchemaFormatter.describe(rows), null, null);
  }

  private static Map<String, String> exampleOptions(Statement table) {
    Map<String, String> options = new LinkedHashMap<>();
    for (TableOption option : table.options()) {
      String value = option.ref() == null ? option.value() : option.ref().example();
      if (value != null) {
        options.put(option.key(), value);
      }
    }
    return options;
  }
}
