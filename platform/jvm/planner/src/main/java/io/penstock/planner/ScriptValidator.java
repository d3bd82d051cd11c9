package io.penstock.planner;

import io.penstock.sdk.DdlWriter;
import io.penstock.sdk.Option;
import io.penstock.sdk.Script;
import io.penstock.sdk.Statement;
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
  private final List<Pending> pending = new ArrayList<>();

  /**
   * An insert whose types fit and which still has to be planned; {@code index} is that of its
   * result.
   */
  private record Pending(int index, String key, SinkModifyOperation insert) {}

  ScriptValidator(CheckRequest request, VerdictCache cache, ProgressListener progress) {
    this.request = request;
    this.script = request.script();
    this.cache = cache;
    this.progress = progress;
    environment = new PlannerEnvironment(script.settings());
    restrictions = new SqlRestrictions(environment.parser());
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
    planInserts(results);
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

  // All inserts together, as they will run: what several sinks share is planned once. If that
  // fails, one by one, to
  // find the cause.
  private void planInserts(List<StatementResult> results) {
    if (pending.isEmpty()) {
      return;
    }
    if (request.isolate()) {
      // Not cached: whether they can be planned together is not known yet.
      planSeparately(results);
      return;
    }
    try {
      progress.statementStarted(pending.get(0).index());
      environment.translate(pending.stream().map(Pending::insert).toList());
    } catch (RuntimeException | Error e) {
      CorruptedProcessException.throwIfCorrupted(e);
      planSeparately(results);
      pending.stream()
          .filter(one -> !results.get(one.index()).isOk())
          .forEach(one -> blameView(one, results));
      Pending last = pending.get(pending.size() - 1);
      if (pending.stream().allMatch(one -> results.get(one.index()).isOk())) {
        results.set(
            last.index(),
            StatementResult.failed(ErrorMessages.toDiagnostic(e, Diagnostic.Kind.PLAN)));
        return;
      }
    }
    pending.forEach(one -> cache.put(one.key(), results.get(one.index())));
  }

  private void planSeparately(List<StatementResult> results) {
    for (Pending one : pending) {
      progress.statementStarted(one.index());
      StatementResult result = catchErrors(() -> planInsert(one, results.get(one.index())));
      results.set(one.index(), result);
      progress.statementChecked(one.index(), result);
    }
  }

  private StatementResult planInsert(Pending one, StatementResult result) {
    environment.translate(List.of(one.insert()));
    return result;
  }

  // An insert is planned together with everything it reads. If a view cannot be planned alone, the
  // view is the cause,
  // not the sink.
  private void blameView(Pending one, List<StatementResult> results) {
    Set<String> upstream = collectUpstream(script.statements().get(one.index()));
    for (int index = 0; index < one.index(); index++) {
      Statement view = script.statements().get(index);
      if (view.kind() != Statement.Kind.VIEW || !upstream.contains(view.name())) {
        continue;
      }
      StatementResult before = results.get(index);
      StatementResult alone =
          before.isOk() ? catchErrors(() -> optimizeView(view, before)) : before;
      if (!alone.isOk()) {
        results.set(index, alone);
        cache.put(keys.get(view.name()), alone);
        results.set(one.index(), upstreamResult(view.name()));
        return;
      }
    }
  }

  private StatementResult optimizeView(Statement view, StatementResult result) {
    environment.optimize(view.name());
    return result;
  }

  /** Returns the names of everything that a statement reads, directly or indirectly. */
  private Set<String> collectUpstream(Statement statement) {
    Set<String> names = new HashSet<>(statement.reads());
    List<Statement> all = script.statements();
    for (int index = all.indexOf(statement) - 1; index >= 0; index--) {
      if (names.contains(all.get(index).name())) {
        names.addAll(all.get(index).reads());
      }
    }
    return names;
  }

  private static StatementResult upstreamResult(String name) {
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

  private static StatementResult catchErrors(Supplier<StatementResult> evaluation) {
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
    pending.add(new Pending(index, key, insert));
    return new StatementResult(SchemaFormatter.describe(rows), null, null);
  }

  private static Map<String, String> exampleOptions(Statement table) {
    Map<String, String> options = new LinkedHashMap<>();
    for (Option option : table.options()) {
      String value = option.ref() == null ? option.value() : option.ref().example();
      if (value != null) {
        options.put(option.key(), value);
      }
    }
    return options;
  }
}
