import { Drawer } from "@mantine/core";
import type { Datasource, Table } from "@/api/types";
import { NewTableForm } from "./NewTableForm";
import { TableEditor } from "./TableEditor";

interface Props {
  project: string;
  opened: Table | "new" | null;
  datasources: readonly Datasource[];
  readOnly: boolean;
  onClose: () => void;
}

export function TableDrawer({ project, opened, datasources, readOnly, onClose }: Props) {
  const title = opened === "new" ? "New table" : opened && `${opened.datasource_name} · ${opened.name}`;
  return (
    <Drawer opened={opened !== null} onClose={onClose} position="right" size={820} title={title}>
      {opened === "new" && <NewTableForm project={project} datasources={datasources} onDone={onClose} />}
      {opened !== null && opened !== "new" && (
        <TableEditor key={opened.id} project={project} table={opened} readOnly={readOnly} onDone={onClose} />
      )}
    </Drawer>
  );
}
