package io.penstock.planner;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.ServiceConfigurationError;
import org.apache.flink.sql.parser.impl.TokenMgrError;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;

class CorruptedProcessExceptionTest {

  @Test
  void aMissingClassIsTheProcesssFault() {
    List.of(
            new NoClassDefFoundError("org/apache/flink/X"),
            new ServiceConfigurationError("jar gone"),
            new ValidationException("SQL validation failed.", new NoClassDefFoundError("X")))
        .forEach(
            error ->
                assertThrows(
                    CorruptedProcessException.class,
                    () -> CorruptedProcessException.throwIfCorrupted(error),
                    error.toString()));
    CorruptedProcessException corrupted =
        assertThrows(
            CorruptedProcessException.class,
            () -> CorruptedProcessException.throwIfCorrupted(new NoClassDefFoundError("X")));
    assertSame(
        corrupted,
        assertThrows(
            CorruptedProcessException.class,
            () -> CorruptedProcessException.throwIfCorrupted(corrupted)),
        "on its way up");
  }

  @Test
  void aFullHeapIsTheJvmsAffair() {
    assertThrows(
        OutOfMemoryError.class,
        () -> CorruptedProcessException.throwIfCorrupted(new OutOfMemoryError()));
  }

  @Test
  void whatAStatementCausesIsItsOwnFault() {
    List.of(
            new StackOverflowError(),
            new AssertionError(),
            new ValidationException("x"),
            new TokenMgrError("x", 0))
        .forEach(
            error -> assertDoesNotThrow(() -> CorruptedProcessException.throwIfCorrupted(error)));
  }

  @Test
  void aLexersErrorIsASentence() {
    Diagnostic diagnostic =
        ErrorMessages.toDiagnostic(
            new TokenMgrError("Lexical error at line 1, column 3.", 0), Diagnostic.Kind.PLAN);
    assertEquals("A character or an unclosed quote here is not SQL.", diagnostic.message());
    assertEquals(Diagnostic.Kind.PARSE, diagnostic.kind());
  }
}
