/** What the widgets of a step's form need to know of the step. */

import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import type { Column, Problem } from "@/canvas/model/check";
import { incoming, nodeOf } from "@/canvas/model/document";
import type { FunctionHelp } from "@/canvas/model/hostServices";
import { useCanvas, useCanvasContext, useCheck } from "@/canvas/view/context";
import type { Input } from "../sql/completion";

const NodeId = createContext("");
export const NodeIdProvider = NodeId.Provider;
export const useNodeId = (): string => useContext(NodeId);

export interface PortInput extends Input {
  readonly port: string;
}

/** What the step reads, with the columns that the last check found. */
export function useInputs(): PortInput[] {
  const id = useNodeId();
  const graph = useCanvas((state) => state.graph);
  const columns = useCheck((state) => state.columns);
  return useMemo(
    () =>
      incoming(graph, id).flatMap((edge) => {
        const source = nodeOf(graph, edge.source);
        return source
          ? [{ name: source.name, port: edge.target_port, columns: columns.get(source.id) ?? [] }]
          : [];
      }),
    [graph, id, columns],
  );
}

/** Columns of one input port, or of all; of a source its own. */
export function useColumns(port?: string): readonly Column[] {
  const id = useNodeId();
  const inputs = useInputs();
  const own = useCheck((state) => state.columns.get(id));
  const read = inputs
    .filter((input) => port === undefined || input.port === port)
    .flatMap((input) => input.columns);
  const kind = useCanvas((state) => nodeOf(state.graph, id)?.kind ?? "");
  const isSource = useCanvasContext().catalogue.get(kind)?.ports.inputs.length === 0;
  return isSource ? (own ?? []) : read;
}

const NO_PROBLEMS: readonly Problem[] = [];

/** What the check says of one parameter; `field` may have further steps after a dot. */
export function useFieldProblems(field: string): readonly Problem[] {
  const id = useNodeId();
  const problems = useCheck((state) => state.byNode.get(id)) ?? NO_PROBLEMS;
  return useMemo(() => problems.filter((problem) => problem.field === field), [problems, field]);
}

const NO_FUNCTIONS: readonly FunctionHelp[] = [];

export const useFunctions = (): readonly FunctionHelp[] =>
  useQuery(useCanvasContext().services.functions()).data ?? NO_FUNCTIONS;
