import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo } from "react";
import { changeNote } from "@/canvas/model/edits";
import { snap } from "@/canvas/model/geometry";
import { useCanvas, useCanvasContext, useUi } from "./context";
import styles from "./NoteNode.module.css";
import type { NoteRfNode } from "./reactFlowMapping";

/** A remark on the canvas; it has no effect on the job. */
export const NoteNode = memo(function NoteNode({ id, selected }: NodeProps<NoteRfNode>) {
  const { canvas } = useCanvasContext();
  // Straight from the document: through React Flow's props the text would come a moment late and the caret would jump.
  const text = useCanvas((state) => state.graph.notes.find((note) => note.id === id)?.text ?? "");
  const readOnly = useCanvas((state) => state.readOnly);
  const far = useUi((state) => state.zoomedOut);
  return (
    <div className={styles.note} data-selected={selected || undefined}>
      <NodeResizer
        isVisible={selected && !readOnly}
        minWidth={96}
        minHeight={48}
        onResizeEnd={(_, size) =>
          canvas.edit("Resize note", (graph) =>
            changeNote(graph, id, {
              position: { x: snap(size.x), y: snap(size.y) },
              size: { width: snap(size.width), height: snap(size.height) },
            }),
          )
        }
      />
      {!far && (
        <textarea
          className={`${styles.text} nodrag nowheel`}
          aria-label="Note"
          placeholder="Write a note…"
          readOnly={readOnly}
          value={text}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            canvas.edit("Edit note", (graph) => changeNote(graph, id, { text: typed }), `note.${id}`);
          }}
        />
      )}
    </div>
  );
});
