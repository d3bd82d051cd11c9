import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useCanvas } from "@/canvas/view/context";
import { useStartTrace } from "../mutations";
import { trace } from "../queries";
import type { Trace, TraceQuestion } from "../types";
import type { TestSuite } from "../useTestSuite";
import { buildTraceHighlights } from "./traceHighlights";

export interface RowTrace {
  readonly question: TraceQuestion | null;
  readonly trace: Trace | undefined;
  readonly error: Error | null;
  readonly start: (run: string, question: TraceQuestion) => void;
  readonly close: () => void;
}

/** Traces one row at a time; the result is highlighted on the canvas while it is open. */
export function useRowTrace({ job, setTraceHighlights }: TestSuite): RowTrace {
  const [active, setActive] = useState<{ question: TraceQuestion; id: string | null } | null>(null);
  const startTrace = useStartTrace();
  const { data, error } = useQuery({
    ...trace(job, active?.id ?? ""),
    enabled: active?.id != null,
    // The server caches traces, so repeating a question is cheap.
    staleTime: 0,
  });
  const current = active?.id ? data : undefined;
  const graph = useCanvas((state) => state.graph);
  const answer = current?.answer;
  const question = active?.question;
  useEffect(() => {
    setTraceHighlights(
      answer && question ? buildTraceHighlights(answer, question, graph.nodes, graph.edges) : null,
    );
    return () => setTraceHighlights(null);
  }, [setTraceHighlights, answer, question, graph]);
  return {
    question: active?.question ?? null,
    trace: current,
    error: startTrace.error ?? error,
    start: (run, next) => {
      setActive({ question: next, id: null });
      startTrace.mutate(
        { run, question: next },
        {
          onSuccess: ({ id }) => setActive((now) => (now?.question === next ? { question: next, id } : now)),
        },
      );
    },
    close: () => {
      startTrace.reset();
      setActive(null);
    },
  };
}
