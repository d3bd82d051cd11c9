package io.penstock.planner;

/** Where a check has come to, told as it goes: the owner knows it even when the process then hangs or dies. */
interface Progress {

  /** For those whom nobody listens to. */
  Progress UNTOLD =
      new Progress() {
        @Override
        public void begun(int index) {}

        @Override
        public void found(int index, Verdict verdict) {}
      };

  /** The statement at {@code index} is now being worked on. */
  void begun(int index);

  /** What was found about it; a later word on the same statement replaces this one. */
  void found(int index, Verdict verdict);
}
