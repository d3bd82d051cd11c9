package io.penstock.planner;

/**
 * Receives the progress of a check, so that the client knows it even if the process hangs or dies.
 */
interface ProgressListener {

  /** Ignores all events. */
  ProgressListener NONE =
      new ProgressListener() {
        @Override
        public void statementStarted(int index) {}

        @Override
        public void statementChecked(int index, StatementResult result) {}
      };

  /** The check of the statement at {@code index} starts. */
  void statementStarted(int index);

  /** The result of a statement; a later result of the same statement replaces it. */
  void statementChecked(int index, StatementResult result);
}
