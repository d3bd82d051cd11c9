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

class BrokenTest {

  @Test
  void aMissingClassIsTheProcesssFault() {
    List.of(
            new NoClassDefFoundError("org/apache/flink/X"),
            new ServiceConfigurationError("jar gone"),
            new ValidationException("SQL validation failed.", new NoClassDefFoundError("X")))
        .forEach(error -> assertThrows(Broken.class, () -> Broken.check(error), error.toString()));
    Broken broken = assertThrows(Broken.class, () -> Broken.check(new NoClassDefFoundError("X")));
    assertSame(broken, assertThrows(Broken.class, () -> Broken.check(broken)), "on its way up");
  }

  @Test
  void aFullHeapIsTheJvmsAffair() {
    assertThrows(OutOfMemoryError.class, () -> Broken.check(new OutOfMemoryError()));
  }

  @Test
  void whatAStatementCausesIsItsOwnFault() {
    List.of(new StackOverflowError(), new AssertionError(), new ValidationException("x"), new TokenMgrError("x", 0))
        .forEach(error -> assertDoesNotThrow(() -> Broken.check(error)));
  }

  @Test
  void aLexersErrorIsASentence() {
    Problem problem = Messages.of(new TokenMgrError("Lexical error at line 1, column 3.", 0), Problem.Kind.PLAN);
    assertEquals("A character or an unclosed quote here is not SQL.", problem.message());
    assertEquals(Problem.Kind.PARSE, problem.kind());
  }
}
