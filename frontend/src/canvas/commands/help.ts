/** What the help says of the canvas, read from the commands themselves. */

import type { HelpLine } from "@/ui/shortcuts";
import type { Command } from "./command";
import { COMMANDS, formatKeys } from "./keys";

const GROUPS: readonly Command["group"][] = ["Job", "Edit", "Selection", "View"];

/** What the browser's own clipboard keys and the mouse do; everything else comes from the commands. */
const GESTURES: Partial<Record<Command["group"], [string, string][]>> = {
  Edit: [
    ["Copy, cut, paste", "Ctrl+C, X, V"],
    ["Put a step into an edge", "Drop it on the edge"],
  ],
  Selection: [
    ["Move the selection (Shift: by a step)", "← ↑ ↓ →"],
    ["Select several", "Shift+drag"],
    ["Open a step", "Double-click"],
  ],
};

/** The commands and gestures of the canvas, group by group. */
export const CANVAS_HELP: readonly HelpLine[] = GROUPS.flatMap((group) => [
  ...COMMANDS.filter((command) => command.group === group && !command.id.startsWith("move-")).map(
    ({ label, keys }) => ({ label, group, ways: keys.slice(0, 2).map(formatKeys) }),
  ),
  ...(GESTURES[group] ?? []).map(([label, way]) => ({ label, group, ways: [way] })),
]);
