import { Modal, SimpleGrid, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { Datasource } from "@/api/types";
import css from "./DatasourceDialog.module.css";
import { DatasourceForm } from "./DatasourceForm";
import { describeKind, KIND_NAMES } from "./kinds";

interface Props {
  project: string;
  edited: Datasource | "new" | null;
  onClose: () => void;
}

/** New: first the kind, then its form. Edit: the form at once. */
export function DatasourceDialog({ project, edited, onClose }: Props) {
  const [picked, setPicked] = useState<string | null>(null);
  const existing = edited === "new" || edited === null ? undefined : edited;
  const kind = existing?.kind ?? picked;
  const close = () => {
    setPicked(null);
    onClose();
  };
  const title = existing
    ? `Edit ${existing.name}`
    : kind
      ? `New ${describeKind(kind).label} data source`
      : "New data source";
  return (
    <Modal
      opened={edited !== null}
      onClose={close}
      title={title}
      size={kind ? "md" : "lg"}
      closeOnClickOutside={!kind}
    >
      {kind ? (
        <DatasourceForm
          key={existing?.id ?? kind}
          project={project}
          kind={kind}
          existing={existing}
          onDone={close}
        />
      ) : (
        <SimpleGrid cols={3}>
          {KIND_NAMES.map((name) => (
            <KindCard key={name} kind={name} onPick={() => setPicked(name)} />
          ))}
        </SimpleGrid>
      )}
    </Modal>
  );
}

function KindCard({ kind, onPick }: { kind: string; onPick: () => void }) {
  const { Icon, label, about } = describeKind(kind);
  return (
    <UnstyledButton className={css.kind} onClick={onPick}>
      <Icon size={28} stroke={1.4} color="var(--p-busy)" />
      <Text fw={600} fz="md">
        {label}
      </Text>
      <Text fz="xs" c="dimmed">
        {about}
      </Text>
    </UnstyledButton>
  );
}
