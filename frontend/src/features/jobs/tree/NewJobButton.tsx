import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { TreeDialogs } from "./TreeDialogs";

/** Makes a job at the top of the tree, from anywhere in the project. */
export function NewJobButton({ project }: { project: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen(true)}>
        New job
      </Button>
      <TreeDialogs
        project={project}
        asked={open ? { kind: "job", parent: null } : null}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
