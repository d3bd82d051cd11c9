import { Popover } from "@mantine/core";
import { memo } from "react";
import type { BadgeLine, BadgeTone } from "@/canvas/model/nodeBadges";
import { focusNode, useBadge, useCanvasContext } from "./context";
import styles from "./NodeBadge.module.css";

/** A sign of its own for each tone: colour alone tells nothing to one person in twelve. */
const SIGNS: Record<BadgeTone, string> = { covered: "✓", partly: "◐", missed: "○", traced: "→" };

/** What tests say of a step: a frame around it and a badge that opens the details. Nothing at rest. */
export const NodeBadge = memo(function NodeMark({ id, far }: { id: string; far: boolean }) {
  const mark = useBadge(id);
  if (!mark) return null;
  return (
    <>
      <div className={styles.frame} data-mark={mark.tone} data-far={far || undefined} />
      {!far && (
        <Popover position="top" width={380} shadow="md" withArrow withinPortal trapFocus={false}>
          <Popover.Target>
            <button
              type="button"
              className={`${styles.badge} nodrag nopan`}
              data-mark={mark.tone}
              aria-label={mark.label}
              title={mark.label}
              onClick={(event) => event.stopPropagation()}
              onDoubleClick={(event) => event.stopPropagation()}
            >
              <span aria-hidden="true">{SIGNS[mark.tone]}</span> {mark.text}
            </button>
          </Popover.Target>
          <Popover.Dropdown p="sm" className="nodrag nopan nowheel">
            <p className={styles.label}>{mark.label}.</p>
            {mark.lines.length > 0 && (
              <ul className={styles.lines}>
                {mark.lines.map((line) => (
                  <Line key={`${line.kind} ${line.line} ${line.column} ${line.text}`} node={id} line={line} />
                ))}
              </ul>
            )}
          </Popover.Dropdown>
        </Popover>
      )}
    </>
  );
});

function Line({ node, line }: { node: string; line: BadgeLine }) {
  const shared = useCanvasContext();
  const place = line.line ? `line ${line.line}, column ${line.column ?? 1}` : null;
  return (
    <li data-good={line.good || undefined}>
      <button
        type="button"
        onClick={() => focusNode(shared, { node, field: null, line: line.line, column: line.column })}
      >
        <span className={styles.head}>
          <b>{line.kind}</b>
          {place && <span>{place}</span>}
          <span className={styles.note}>
            <span aria-hidden="true">{line.good ? "✓" : "○"}</span> {line.note}
          </span>
        </span>
        <code>{line.text}</code>
      </button>
    </li>
  );
}
