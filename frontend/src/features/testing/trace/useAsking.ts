import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useCanvas } from "@/canvas/view/context";
import { trace, useAsk } from "../testing";
import type { Question, Trace } from "../types";
import type { Tests } from "../useTests";
import { traceMarks } from "./marks";

export interface Asking {
  readonly question: Question | null;
  readonly trace: Trace | undefined;
  readonly error: Error | null;
  readonly ask: (run: string, question: Question) => void;
  readonly close: () => void;
}

/** One question about one row at a time; its answer stands on the canvas as long as it is looked at. */
export function useAsking({ job, setTraced }: Tests): Asking {
  const [asked, setAsked] = useState<{ question: Question; id: string | null } | null>(null);
  const asking = useAsk();
  const { data, error } = useQuery({
    ...trace(job, asked?.id ?? ""),
    enabled: asked?.id != null,
    // The answer is the server's; the same question is answered from what it has kept.
    staleTime: 0,
  });
  const current = asked?.id ? data : undefined;
  const graph = useCanvas((state) => state.graph);
  const answer = current?.answer;
  const question = asked?.question;
  useEffect(() => {
    setTraced(answer && question ? traceMarks(answer, question, graph.nodes, graph.edges) : null);
    return () => setTraced(null);
  }, [setTraced, answer, question, graph]);
  return {
    question: asked?.question ?? null,
    trace: current,
    error: asking.error ?? error,
    ask: (run, next) => {
      setAsked({ question: next, id: null });
      asking.mutate(
        { run, question: next },
        { onSuccess: ({ id }) => setAsked((now) => (now?.question === next ? { question: next, id } : now)) },
      );
    },
    close: () => {
      asking.reset();
      setAsked(null);
    },
  };
}
