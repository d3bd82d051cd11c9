import { useState } from "react";
import type { Tree } from "@/api/types";
import { notifyError } from "@/ui/notify";
import { useChangeFolder, useChangeJob } from "./tree";
import { canDrop, type TreeItem } from "./treeRows";

/** Dragging rows into folders (null: the top of the tree). */
export function useTreeDrag(project: string, tree: Tree | undefined) {
  const [dragged, setDragged] = useState<TreeItem | null>(null);
  const [target, setTarget] = useState<string | null | undefined>(undefined);
  const changeJob = useChangeJob();
  const changeFolder = useChangeFolder(project);
  const fits = (into: string | null) => Boolean(dragged && tree && canDrop(tree, dragged, into));
  const end = () => {
    setDragged(null);
    setTarget(undefined);
  };
  return {
    /** The folder under the pointer, null over the top, undefined when the drop would do nothing. */
    target,
    start: setDragged,
    end,
    leave: () => setTarget(undefined),
    /** Whether the pointer is over a place where the row may be dropped. */
    over: (into: string | null): boolean => {
      if (!fits(into)) return false;
      setTarget(into);
      return true;
    },
    drop: (into: string | null) => {
      if (!dragged || !fits(into)) return end();
      const onError = (reason: unknown) => notifyError(`"${dragged.name}" was not moved`, reason);
      if (dragged.kind === "job") changeJob.mutate({ job: dragged.id, folder: into }, { onError });
      else changeFolder.mutate({ id: dragged.id, parent: into }, { onError });
      end();
    },
  };
}
