package io.penstock.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorMessagesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No table 'default_catalog.default_database.t' | No table 't'.",
        "Bad `default_catalog`.`default_database`.`t`! | Bad `t`!",
        "org.apache.flink.table.api.ValidationException: Wrong | Wrong.",
        "SQL validation failed. From here | From here.",
      })
  void whatOnlyADeveloperOfFlinkKnowsIsLeftOut(String raw, String clean) {
    assertEquals(clean, ErrorMessages.clean(raw));
  }

  @Test
  void optionsOfATableAreNeverShown() {
    String raw = "Cannot create a source.\n\nTable options are:\n\n'password'='x'";
    assertEquals("Cannot create a source.", ErrorMessages.clean(raw));
  }

  @Test
  void theInnermostSentenceOfFlinkCounts() {
    var inner =
        new ValidationException("Missing option 'topic'", new IllegalStateException("java detail"));
    var diagnostic =
        ErrorMessages.toDiagnostic(new TableException("outer", inner), Diagnostic.Kind.PLAN);
    assertEquals("Missing option 'topic'.", diagnostic.message());
  }

  @Test
  void anErrorWithoutWordsIsStillASentence() {
    var diagnostic =
        ErrorMessages.toDiagnostic(
            new NullPointerException("Cannot invoke x.y()"), Diagnostic.Kind.PLAN);
    assertEquals(
        "Flink's planner cannot translate this (NullPointerException).", diagnostic.message());
  }

  @Test
  void aSinkThatOnlyAppendsGetsAdvice() {
    String raw =
        "Table sink 'default_catalog.default_database.out' doesn't support consuming update changes which is"
            + " produced by node GroupAggregate(groupBy=[city])";
    String message =
        ErrorMessages.toDiagnostic(new TableException(raw), Diagnostic.Kind.PLAN).message();
    assertEquals(
        "The sink 'out' only appends rows, but its input also sends updates of earlier rows. Use a sink that"
            + " can upsert by a key, or a query that only appends (for example a window).",
        message);
  }
}
