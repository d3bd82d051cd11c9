package io.penstock.planner;

import io.penstock.sdk.Script;
import io.penstock.sdk.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.operations.SinkModifyOperation;

/** Plans the inserts of a script, and finds the statement that is the cause when that fails. */
final class InsertPlanner {

  private final CheckRequest request;
  private final Script script;
  private final VerdictCache cache;
  private final ProgressListener progress;
  private final PlannerEnvironment environment;
  private final List<Pending> pending = new ArrayList<>();

  /**
   * An insert whose types fit and which still has to be planned; {@code index} is that of its
   * result.
   */
  private record Pending(int index, String key, SinkModifyOperation insert) {}

  InsertPlanner(
      CheckRequest request,
      VerdictCache cache,
      ProgressListener progress,
      PlannerEnvironment environment) {
    this.request = request;
    this.script = request.script();
    this.cache = cache;
    this.progress = progress;
    this.environment = environment;
  }

  /** Adds an insert whose types fit. */
  void add(int index, String key, SinkModifyOperation insert) {
    pending.add(new Pending(index, key, insert));
  }

  /**
   * Plans all inserts and replaces their results in {@code results}.
   *
   * <p>They are planned together, as they will run: what several sinks share is planned once. If
   * that fails, they are planned one by one, to find the cause.
   *
   * @param keys the cache keys of tables and views by name
   */
  void plan(List<StatementResult> results, Map<String, String> keys) {
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
          .forEach(one -> blameView(one, results, keys));
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
      StatementResult result =
          ScriptValidator.catchErrors(() -> planInsert(one, results.get(one.index())));
      results.set(one.index(), result);
      progress.statementChecked(one.index(), result);
    }
  }

  private StatementResult planInsert(Pending one, StatementResult result) {
    environment.translate(List.of(one.insert()));
    return result;
  }

  // An insert is planned together with everything it reads. If a view cannot be planned alone, the
  // view is the cause, not the sink.
  private void blameView(Pending one, List<StatementResult> results, Map<String, String> keys) {
    Set<String> upstream = collectUpstream(script.statements().get(one.index()));
    for (int index = 0; index < one.index(); index++) {
      Statement view = script.statements().get(index);
      if (view.kind() != Statement.Kind.VIEW || !upstream.contains(view.name())) {
        continue;
      }
      StatementResult before = results.get(index);
      StatementResult alone =
          before.isOk() ? ScriptValidator.catchErrors(() -> optimizeView(view, before)) : before;
      if (!alone.isOk()) {
        results.set(index, alone);
        cache.put(keys.get(view.name()), alone);
        results.set(one.index(), ScriptValidator.upstreamResult(view.name()));
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
}
