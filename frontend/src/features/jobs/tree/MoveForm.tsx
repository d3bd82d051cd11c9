import { Button, Group, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { errorMessage } from "@/api/errors";
import type { Tree } from "@/api/types";
import { buildRows, canDrop, type TreeItem } from "./treeRows";

interface Props {
  tree: Tree;
  row: TreeItem;
  submit: (folder: string | null) => Promise<unknown>;
  onClose: () => void;
}

const TOP = "top";

/** The way to move for who does not drag. */
export function MoveForm({ tree, row, submit, onClose }: Props) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [error, setError] = useState<string>();
  const folders = buildRows({ folders: tree.folders, jobs: [] }, new Set());
  const places = [{ id: TOP, name: "Top of the tree", depth: 0 }, ...folders].filter((place) =>
    canDrop(tree, row, place.id === TOP ? null : place.id),
  );
  const send = async () => {
    if (!chosen) return setError("Choose a folder.");
    try {
      await submit(chosen === TOP ? null : chosen);
      onClose();
    } catch (reason) {
      setError(errorMessage(reason));
    }
  };
  return (
    <Stack>
      <Select
        label="Folder"
        data-autofocus
        searchable
        nothingFoundMessage="There is no other folder"
        data={places.map((place) => ({
          value: place.id,
          label: `${"   ".repeat(place.depth)}${place.name}`,
        }))}
        value={chosen}
        onChange={setChosen}
        error={error}
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button onClick={() => void send()}>Move</Button>
      </Group>
    </Stack>
  );
}
