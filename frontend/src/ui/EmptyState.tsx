import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { ILLUSTRATIONS } from "./illustrations";

interface Props {
  picture: keyof typeof ILLUSTRATIONS;
  title: string;
  children?: ReactNode;
  /** What to do next: usually one button. */
  action?: ReactNode;
  compact?: boolean;
}

/** Says why nothing is here and offers the next step. */
export function EmptyState({ picture, title, children, action, compact = false }: Props) {
  return (
    <Stack align="center" gap={6} py={compact ? 24 : 56} px="md" ta="center">
      <svg
        width={compact ? 120 : 176}
        height={compact ? 75 : 110}
        viewBox="0 0 176 110"
        fill="none"
        aria-hidden="true"
        style={{ marginBottom: 8 }}
      >
        {ILLUSTRATIONS[picture]}
      </svg>
      <Title order={2} fz={compact ? "md" : undefined}>
        {title}
      </Title>
      {children && (
        <Text fz="sm" c="dimmed" maw={440}>
          {children}
        </Text>
      )}
      {action && <div style={{ marginTop: 12 }}>{action}</div>}
    </Stack>
  );
}
