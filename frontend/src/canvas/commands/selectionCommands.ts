import { edgeId, nodeOf, type Position } from "@/canvas/model/document";
import { removeAndReconnect } from "@/canvas/model/edges";
import { move, remove } from "@/canvas/model/edits";
import { findNeighbour, GRID } from "@/canvas/model/geometry";
import { type Command, type CommandContext, hasSelection, selection } from "./command";

const describeSelection = (context: CommandContext): string => {
  const items = [...selection(context)];
  const name = items.length === 1 ? nodeOf(context.canvas.graph(), items[0] ?? "")?.name : undefined;
  return name ?? (items.length === 1 ? "connection or note" : `${items.length} things`);
};

export const deleteItems: Command = {
  id: "delete",
  label: "Delete",
  group: "Selection",
  keys: ["delete", "backspace"],
  enabled: hasSelection,
  run: (context) =>
    context.canvas.edit(`Delete ${describeSelection(context)}`, (graph) => remove(graph, selection(context))),
};

export const deleteAndReconnect: Command = {
  id: "delete-reconnect",
  label: "Delete and close the gap",
  group: "Selection",
  keys: ["shift+delete", "shift+backspace"],
  enabled: hasSelection,
  run: (context) =>
    context.canvas.edit(`Delete ${describeSelection(context)}`, (graph) =>
      removeAndReconnect(graph, context.catalogue, selection(context)),
    ),
};

export const selectAll: Command = {
  id: "select-all",
  label: "Select everything",
  group: "Selection",
  keys: ["mod+a"],
  reads: true,
  run: ({ canvas }) => {
    const { nodes, notes, edges } = canvas.graph();
    canvas.select([...nodes, ...notes].map((item) => item.id).concat(edges.map(edgeId)));
  },
};

export const clearSelection: Command = {
  id: "clear",
  label: "Select nothing, close the panel",
  group: "Selection",
  keys: ["escape"],
  reads: true,
  run: ({ canvas, ui }) => {
    const { quickAdd, panel } = ui.getState();
    if (quickAdd) ui.setState({ quickAdd: null });
    else if (panel) ui.setState({ panel: null });
    else canvas.select([]);
  },
};

export const openPanel: Command = {
  id: "open",
  label: "Open the selected step",
  group: "Selection",
  keys: ["enter"],
  reads: true,
  enabled: (context) => selectedNodes(context).length === 1,
  run: (context) => context.ui.setState({ panel: { node: selectedNodes(context)[0] ?? "" } }),
};

const selectedNodes = (context: CommandContext): string[] =>
  [...selection(context)].filter((id) => nodeOf(context.canvas.graph(), id));

type Direction = "left" | "right" | "up" | "down";
const UNIT: Record<Direction, Position> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

function nudge(direction: Direction, by: number, keys: string): Command {
  const unit = UNIT[direction];
  return {
    id: `move-${direction}-${by}`,
    label: `Move the selection ${direction}${by > GRID ? " by a step" : ""}`,
    group: "Selection",
    keys: [keys],
    enabled: hasSelection,
    run: (context) =>
      context.canvas.edit(
        "Move",
        (graph) => {
          const items = [...graph.nodes, ...graph.notes].filter((item) => selection(context).has(item.id));
          return move(
            graph,
            new Map(
              items.map(({ id, position }) => [
                id,
                { x: position.x + unit.x * by, y: position.y + unit.y * by },
              ]),
            ),
          );
        },
        `nudge ${[...selection(context)].join()}`,
      ),
  };
}

const WHERE: Record<Direction, string> = {
  left: "to the left",
  right: "to the right",
  up: "above",
  down: "below",
};

/** Goes from the selected step to the next one in a direction; from nothing to the first. */
function walk(direction: Direction): Command {
  return {
    id: `walk-${direction}`,
    label: `Go to the next step ${WHERE[direction]}`,
    group: "Selection",
    keys: [`alt+arrow${direction}`],
    reads: true,
    run: (context) => {
      const graph = context.canvas.graph();
      const from = nodeOf(graph, selectedNodes(context)[0] ?? "");
      const to = from ? findNeighbour(graph, from, direction) : graph.nodes[0];
      if (to) context.canvas.select([to.id]);
    },
  };
}

const DIRECTIONS: Direction[] = ["left", "right", "up", "down"];
export const nudges = DIRECTIONS.flatMap((direction) => [
  nudge(direction, GRID, `arrow${direction}`),
  nudge(direction, 8 * GRID, `shift+arrow${direction}`),
]);
export const walks = DIRECTIONS.map(walk);
