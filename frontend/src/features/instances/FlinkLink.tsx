import { Group } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";

/** Leads to an instance in Flink's own pages. */
export function FlinkLink({ url }: { url: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      onClick={(event) => event.stopPropagation()}
      style={{ color: "var(--p-busy)", textDecoration: "none", fontSize: 13, whiteSpace: "nowrap" }}
    >
      <Group gap={4} wrap="nowrap" component="span">
        Flink UI
        <IconExternalLink size={14} />
      </Group>
    </a>
  );
}
