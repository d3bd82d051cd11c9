import { Modal, SimpleGrid, Skeleton, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Datasource } from "@/api/types";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { KindIcon } from "@/ui/KindIcon";
import css from "./DatasourceDialog.module.css";
import { DatasourceForm } from "./DatasourceForm";
import { type DatasourceKind, datasourceKinds } from "./kinds";

interface Props {
  project: string;
  edited: Datasource | "new" | null;
  onClose: () => void;
}

/** A new data source starts with the choice of its kind; an existing one opens its form. */
export function DatasourceDialog({ project, edited, onClose }: Props) {
  const { data: kinds, error, refetch } = useQuery(datasourceKinds);
  const [picked, setPicked] = useState<DatasourceKind | null>(null);
  const existing = edited === "new" || edited === null ? undefined : edited;
  const kind = existing ? kinds?.find((one) => one.kind === existing.kind) : picked;
  const close = () => {
    setPicked(null);
    onClose();
  };
  const title = existing
    ? `Edit ${existing.name}`
    : kind
      ? `New ${kind.label} data source`
      : "New data source";
  return (
    <Modal
      opened={edited !== null}
      onClose={close}
      title={title}
      size={existing || kind ? "md" : "lg"}
      closeOnClickOutside={!kind}
    >
      {error && (
        <ErrorAlert title="The kinds of data sources could not be loaded" error={error} retry={refetch} />
      )}
      {!kinds && !error && <Skeleton height={120} />}
      {kind && (
        <DatasourceForm
          key={existing?.id ?? kind.kind}
          project={project}
          kind={kind}
          existing={existing}
          onDone={close}
        />
      )}
      {kinds && !kind && !existing && (
        <SimpleGrid cols={3}>
          {kinds.map((one) => (
            <KindCard key={one.kind} kind={one} onPick={() => setPicked(one)} />
          ))}
        </SimpleGrid>
      )}
      {kinds && !kind && existing && (
        <ErrorAlert
          title="The data source cannot be edited"
          error={`This installation has no connector for the kind ${existing.kind}.`}
        />
      )}
    </Modal>
  );
}

function KindCard({ kind, onPick }: { kind: DatasourceKind; onPick: () => void }) {
  return (
    <UnstyledButton className={css.kind} onClick={onPick}>
      <KindIcon name={kind.icon} size={28} color="var(--p-busy)" />
      <Text fw={600} fz="md">
        {kind.label}
      </Text>
      <Text fz="xs" c="dimmed">
        {kind.summary}
      </Text>
    </UnstyledButton>
  );
}
