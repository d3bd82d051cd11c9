import { Button, Text } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import css from "./Upload.module.css";

const ACCEPT = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/csv,text/plain,application/json";

/** The first file of what is dropped; folders and pulled texts are none. */
export const droppedFile = (event: DragEvent): File | null => event.dataTransfer.files[0] ?? null;

/** Handlers for a place that takes dropped files, and whether one hangs over it. */
export function useDropping(onFile: (file: File) => void) {
  const [over, setOver] = useState(false);
  const carries = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      setOver(false);
      const file = droppedFile(event);
      if (file) onFile(file);
    },
  };
  return { over, handlers };
}

/** Where a file is dropped or chosen. */
export function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const { over, handlers } = useDropping(onFile);
  return (
    <div className={css.zone} data-over={over || undefined} {...handlers}>
      <IconFileUpload size={40} stroke={1.3} color="var(--p-busy)" />
      <Text fw={600}>Drop a file here</Text>
      <Text fz="sm" c="dimmed" ta="center" maw={420}>
        CSV or JSON lines, up to 50 MB. You see what is found in it before anything is stored.
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
