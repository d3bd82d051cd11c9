import { Button, Text } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import css from "./Upload.module.css";

const ACCEPT = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/csv,text/plain,application/json";

/** The first dropped file; null for folders and dragged text. */
export const getDroppedFile = (event: DragEvent): File | null => event.dataTransfer.files[0] ?? null;

/** Handlers of an element that accepts dropped files, and whether a file is dragged over it. */
export function useFileDrop(onFile: (file: File) => void) {
  const [isOver, setIsOver] = useState(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(false);
      const file = getDroppedFile(event);
      if (file) onFile(file);
    },
  };
  return { isOver, handlers };
}

/** An area to drop a file on, with a button to choose one. */
export function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const { isOver, handlers } = useFileDrop(onFile);
  return (
    <div className={css.zone} data-over={isOver || undefined} {...handlers}>
      <IconFileUpload size={40} stroke={1.3} color="var(--p-busy)" />
      <Text fw={600}>Drop a file here</Text>
      <Text fz="sm" c="dimmed" ta="center" maw={420}>
        CSV or JSON lines, up to 50 MB. You see a preview before anything is stored.
      </Text>
      <Button data-autofocus mt="xs" onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={ACCEPT}
        aria-label="File with rows"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
