package io.penstock.planner;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Converts Flink's exceptions to messages for the user: no class names, no stack traces, with the
 * position.
 */
public final class ErrorMessages {

  private static final Pattern ENCOUNTERED =
      Pattern.compile("Encountered \"(.*?)\" at line", Pattern.DOTALL);
  private static final Pattern LEXICAL =
      Pattern.compile("Encountered: ?\"?(.*?)\"? \\(\\d+\\)|after : ");
  private static final Pattern UPDATES =
      Pattern.compile(
          "Table sink '([^']*)' doesn't support consuming (update|delete|update and delete) changes.*",
          Pattern.DOTALL);
  private static final Pattern NO_TIME =
      Pattern.compile(
          "The window function requires the timecol is a time attribute type, but is (.*?)\\.?",
          Pattern.DOTALL);
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.){2,}[A-Z]\\w*(?:Exception|Error)?(?::\\s*)?");
  private static final Pattern QUALIFIED =
      Pattern.compile("`?default_catalog`?\\.`?default_database`?\\.");
  private static final Pattern OPTION_DUMP =
      Pattern.compile("\\s*Table options are:.*", Pattern.DOTALL);
  private static final Pattern SUPPORTED =
      Pattern.compile("\\s*Supported options:.*", Pattern.DOTALL);

  private static final String NOT_SQL = "A character or an unclosed quote here is not SQL.";
  static final String TOO_DEEP = "This is nested too deeply: split it into several steps.";

  private ErrorMessages() {}

  /** Returns the diagnostic for {@code error}, which occurred in {@code stage}. */
  public static Diagnostic toDiagnostic(Throwable error, Diagnostic.Kind stage) {
    if (error instanceof StatementRejectedException rejection) {
      return rejection.diagnostic();
    }
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof SqlParseException parse) {
        return new Diagnostic(
            Diagnostic.Kind.PARSE,
            describeParseError(parse.getMessage()),
            StatementRejectedException.toRange(parse.getPos()));
      }
      if (at instanceof CalciteContextException context) {
        return new Diagnostic(
            Diagnostic.Kind.VALIDATE, clean(context.getCause().getMessage()), toRange(context));
      }
    }
    if (error.getClass().getSimpleName().equals("TokenMgrError")) {
      return new Diagnostic(Diagnostic.Kind.PARSE, NOT_SQL, null);
    }
    return new Diagnostic(stage, describePlanError(error), null);
  }

  private static Diagnostic.SourceRange toRange(CalciteContextException e) {
    if (e.getPosLine() < 1) {
      return null;
    }
    return StatementRejectedException.toRange(
        new SqlParserPos(e.getPosLine(), e.getPosColumn(), e.getEndPosLine(), e.getEndPosColumn()));
  }

  private static String describeParseError(String message) {
    Matcher found = ENCOUNTERED.matcher(message);
    if (!found.find()) {
      return LEXICAL.matcher(message).find()
          ? NOT_SQL
          : clean(message.lines().findFirst().orElse("This is not SQL."));
    }
    String token = found.group(1).strip().replace("\\", "");
    if (token.equals("'") || token.equals("`") || token.equals("\"")) {
      return "This quote is not closed.";
    }
    String what =
        token.endsWith("<EOF>") ? "The text ends too early" : "Unexpected " + quoteToken(token);
    return what + describeExpectedTokens(message) + ".";
  }

  private static String quoteToken(String token) {
    return "'" + token.replaceAll("\\s+", " ") + "'";
  }

  // Flink lists up to hundreds of tokens; more than a few do not help.
  private static String describeExpectedTokens(String message) {
    int start = message.indexOf("Was expecting");
    if (start < 0) {
      return "";
    }
    var tokens =
        Pattern.compile("(?m)^\\s+(\"?[^\\s.]+\"?)(?: \\.\\.\\.)?\\s*$")
            .matcher(message.substring(start))
            .results()
            .map(m -> m.group(1).replace("\"", ""))
            .distinct()
            .toList();
    return tokens.isEmpty() || tokens.size() > 4 ? "" : "; expected " + String.join(" or ", tokens);
  }

  private static String describePlanError(Throwable error) {
    if (error instanceof StackOverflowError) {
      return TOO_DEEP;
    }
    String best = null;
    for (Throwable at = error; at != null; at = at.getCause()) {
      String message = at.getMessage();
      // The innermost message of a Flink exception is the most specific one; causes below it
      // concern Java code.
      if (message != null && !isInternalError(at) && (best == null || isFlinkTableException(at))) {
        best = message;
      }
    }
    if (best == null) {
      return "Flink's planner cannot translate this (" + error.getClass().getSimpleName() + ").";
    }
    Matcher updates = UPDATES.matcher(best);
    if (updates.find()) {
      return describeUnsupportedUpdates(updates);
    }
    Matcher noTime = NO_TIME.matcher(best.strip());
    if (noTime.matches()) {
      return ("A window needs a time column, but this one is a plain %s. Run the job on event time and choose the"
              + " source's event-time field, or add a processing-time column to the source.")
          .formatted(noTime.group(1));
    }
    return clean(best);
  }

  // The message of such an exception concerns Java code, not the statement.
  private static boolean isInternalError(Throwable at) {
    return at instanceof NullPointerException
        || at instanceof ClassCastException
        || at instanceof IndexOutOfBoundsException
        || at instanceof LinkageError;
  }

  private static boolean isFlinkTableException(Throwable at) {
    return at.getClass().getName().startsWith("org.apache.flink.table.api.");
  }

  private static String describeUnsupportedUpdates(Matcher found) {
    String sink = QUALIFIED.matcher(found.group(1)).replaceAll("");
    return ("The sink '%s' only appends rows, but its input also sends %s of earlier rows. Use a sink that can"
            + " upsert by a key, or a query that only appends (for example a window).")
        .formatted(
            sink,
            found
                .group(2)
                .toLowerCase(Locale.ROOT)
                .replace("update", "updates")
                .replace("delete", "deletions"));
  }

  /** Removes from {@code message} what only a Flink developer would understand. */
  public static String clean(String message) {
    String text = OPTION_DUMP.matcher(message).replaceAll("");
    text = SUPPORTED.matcher(text).replaceAll("");
    text = QUALIFIED.matcher(text).replaceAll("");
    text = CLASS_NAME.matcher(text).replaceAll("");
    text = text.replace("SQL validation failed. ", "").replaceAll("\\s*\\n\\s*", " ").strip();
    return text.isEmpty() || text.matches(".*[.!?]$") ? text : text + ".";
  }
}
