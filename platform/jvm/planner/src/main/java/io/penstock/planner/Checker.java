package io.penstock.planner;

import io.penstock.script.Ddl;
import io.penstock.script.Option;
import io.penstock.script.Script;
import io.penstock.script.Statement;
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

/** Checks one script, statement by statement; what is unchanged since an earlier check comes from the cache. */
final class Checker {

  private final Question question;
  private final Script script;
  private final Cache cache;
  private final Progress progress;
  private final Session session;
  private final Syntax syntax;
  private final String settings;
  private final Set<String> sinks = new HashSet<>();
  private final Map<String, Verdict> known = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private final List<Pending> pending = new ArrayList<>();

  /** An insert whose types fit, and which is still to be planned; its verdict stands at {@code index}. */
  private record Pending(int index, String key, SinkModifyOperation insert) {}

  Checker(Question question, Cache cache, Progress progress) {
    this.question = question;
    this.script = question.script();
    this.cache = cache;
    this.progress = progress;
    session = new Session(script.settings());
    syntax = new Syntax(session.parser());
    settings = Cache.key(script.settings());
    for (Statement statement : script.statements()) {
      if (statement.kind() == Statement.Kind.INSERT) {
        sinks.add(statement.name());
      }
    }
  }

  /** The verdict on each statement, in their order. */
  List<Verdict> check() {
    List<Verdict> verdicts = new ArrayList<>();
    for (Statement statement : script.statements()) {
      verdicts.add(judge(statement, verdicts.size()));
      progress.found(verdicts.size() - 1, verdicts.get(verdicts.size() - 1));
    }
    plan(verdicts);
    return verdicts;
  }

  /** The plan of the whole job; {@link #check} has to have found nothing. */
  String explain() {
    List<Operation> inserts = new ArrayList<>();
    for (Statement statement : script.statements()) {
      if (statement.kind() == Statement.Kind.INSERT) {
        inserts.add(session.convert(syntax.parse(statement, statement.sql())));
      }
    }
    return session.explain(inserts);
  }

  // All at once, as they will run: what several sinks share is planned once. Only when that fails, one by
  // one, to learn whose fault it is.
  private void plan(List<Verdict> verdicts) {
    if (pending.isEmpty()) {
      return;
    }
    if (question.apart()) {
      // Not remembered: whether they fit together is still to be seen.
      planApart(verdicts);
      return;
    }
    try {
      progress.begun(pending.get(0).index());
      session.plan(pending.stream().map(Pending::insert).toList());
    } catch (RuntimeException | Error e) {
      Broken.check(e);
      planApart(verdicts);
      pending.stream().filter(one -> !verdicts.get(one.index()).ok()).forEach(one -> trace(one, verdicts));
      Pending last = pending.get(pending.size() - 1);
      if (pending.stream().allMatch(one -> verdicts.get(one.index()).ok())) {
        verdicts.set(last.index(), Verdict.wrong(Messages.of(e, Problem.Kind.PLAN)));
        return;
      }
    }
    pending.forEach(one -> cache.put(one.key(), verdicts.get(one.index())));
  }

  private void planApart(List<Verdict> verdicts) {
    for (Pending one : pending) {
      progress.begun(one.index());
      Verdict verdict = guarded(() -> plan(one, verdicts.get(one.index())));
      verdicts.set(one.index(), verdict);
      progress.found(one.index(), verdict);
    }
  }

  private Verdict plan(Pending one, Verdict verdict) {
    session.plan(List.of(one.insert()));
    return verdict;
  }

  // An insert is planned with all that it reads. What the first view on the way can't do alone is that view's
  // fault, and not the sink's.
  private void trace(Pending one, List<Verdict> verdicts) {
    Set<String> above = above(script.statements().get(one.index()));
    for (int index = 0; index < one.index(); index++) {
      Statement view = script.statements().get(index);
      if (view.kind() != Statement.Kind.VIEW || !above.contains(view.name())) {
        continue;
      }
      Verdict before = verdicts.get(index);
      Verdict alone = before.ok() ? guarded(() -> optimized(view, before)) : before;
      if (!alone.ok()) {
        verdicts.set(index, alone);
        cache.put(keys.get(view.name()), alone);
        verdicts.set(one.index(), upstream(view.name()));
        return;
      }
    }
  }

  private Verdict optimized(Statement view, Verdict verdict) {
    session.optimize(view.name());
    return verdict;
  }

  /** The names of all that a statement reads, near and far. */
  private Set<String> above(Statement statement) {
    Set<String> names = new HashSet<>(statement.reads());
    List<Statement> all = script.statements();
    for (int index = all.indexOf(statement) - 1; index >= 0; index--) {
      if (names.contains(all.get(index).name())) {
        names.addAll(all.get(index).reads());
      }
    }
    return names;
  }

  private static Verdict upstream(String name) {
    String message = "Not checked, since '" + name + "' has a problem.";
    return Verdict.wrong(new Problem(Problem.Kind.UPSTREAM, message, null));
  }

  private Verdict judge(Statement statement, int index) {
    if (question.skip().containsKey(index)) {
      return remember(statement, Verdict.wrong(new Problem(Problem.Kind.PLAN, question.skip().get(index), null)));
    }
    List<String> below = new ArrayList<>(List.of(settings, String.valueOf(sinks.contains(statement.name()))));
    for (String name : foundations(statement)) {
      Verdict verdict = known.get(name);
      if (verdict != null && !verdict.ok()) {
        return remember(statement, upstream(name));
      }
      below.add(keys.getOrDefault(name, "missing"));
    }
    String key = Cache.key(statement, below);
    Verdict verdict = cache.get(key);
    if (verdict == null) {
      progress.begun(index);
      verdict = guarded(() -> look(statement, index, key));
      // An insert is decided only once it is planned.
      if (statement.kind() != Statement.Kind.INSERT || !verdict.ok()) {
        cache.put(key, verdict);
      }
    } else if (verdict.table() != null) {
      session.register(statement.name(), verdict.table());
    }
    if (statement.kind() != Statement.Kind.INSERT) {
      keys.put(statement.name(), key);
    }
    return remember(statement, verdict);
  }

  private Verdict remember(Statement statement, Verdict verdict) {
    if (statement.kind() != Statement.Kind.INSERT) {
      known.put(statement.name(), verdict);
    }
    return verdict;
  }

  private static List<String> foundations(Statement statement) {
    List<String> names = new ArrayList<>(statement.reads());
    if (statement.schemaFrom() != null) {
      names.add(statement.schemaFrom());
    }
    if (statement.kind() == Statement.Kind.INSERT) {
      names.add(statement.name());
    }
    return names;
  }

  private Verdict look(Statement statement, int index, String key) {
    return switch (statement.kind()) {
      case TABLE -> table(statement);
      case VIEW -> view(statement);
      case INSERT -> insert(statement, index, key);
    };
  }

  private static Verdict guarded(Supplier<Verdict> look) {
    try {
      return look.get();
    } catch (RuntimeException | Error e) {
      Broken.check(e);
      // Calcite asserts on a few wrong texts where it should complain, and recurses into deep ones.
      Problem.Kind stage = e instanceof ValidationException ? Problem.Kind.VALIDATE : Problem.Kind.PLAN;
      return Verdict.wrong(Messages.of(e, stage));
    }
  }

  private Verdict table(Statement statement) {
    String columns = statement.schemaFrom() == null ? null : columns(statement);
    SqlNode node = syntax.parse(statement, Ddl.createTable(statement, columns, examples(statement)));
    var table = ((CreateTableOperation) session.convert(node)).getCatalogTable();
    session.register(statement.name(), table);
    session.connect(statement.name(), sinks.contains(statement.name()));
    return new Verdict(Columns.describe(session.schema(statement.name())), table, null);
  }

  private String columns(Statement statement) {
    try {
      return Ddl.columnsOf(session.schema(statement.schemaFrom()), statement.key());
    } catch (IllegalArgumentException e) {
      throw new Refusal(Problem.Kind.VALIDATE, e.getMessage(), null);
    }
  }

  private Verdict view(Statement statement) {
    SqlNode node = syntax.parse(statement, statement.sql());
    var view = ((CreateViewOperation) session.convert(node)).getCatalogView();
    session.register(statement.name(), view);
    if (question.apart()) {
      planAlone(statement);
    }
    return new Verdict(Columns.describe(session.schema(statement.name())), view, null);
  }

  // Whether it can be planned at all is the insert's verdict; here it only has to come back.
  private void planAlone(Statement view) {
    try {
      session.optimize(view.name());
    } catch (RuntimeException | Error e) {
      Broken.check(e);
    }
  }

  private Verdict insert(Statement statement, int index, String key) {
    var insert = (SinkModifyOperation) session.convert(syntax.parse(statement, statement.sql()));
    ResolvedSchema rows = insert.getChild().getResolvedSchema();
    Columns.fit(statement.name(), rows, insert.getContextResolvedTable().getResolvedSchema());
    pending.add(new Pending(index, key, insert));
    return new Verdict(Columns.describe(rows), null, null);
  }

  private static Map<String, String> examples(Statement table) {
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
