import { Box, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** The scrolling area of a page that is read rather than drawn on. */
export function Page({ children, width = 1180 }: { children: ReactNode; width?: number }) {
  return (
    <Box component="main" style={{ overflow: "auto", height: "100%" }}>
      <Box px={32} py={28} maw={width + 64} mx="auto">
        {children}
      </Box>
    </Box>
  );
}

interface Props {
  title: ReactNode;
  about?: ReactNode;
  /** The page's place in the hierarchy, as links: "Operations / Orders per city". */
  trail?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, about, trail, actions }: Props) {
  return (
    <Group justify="space-between" align="flex-end" wrap="nowrap" gap="lg" mb="lg">
      <Stack gap={4} miw={0}>
        {trail && (
          <Text fz="xs" c="dimmed">
            {trail}
          </Text>
        )}
        <Title order={1}>{title}</Title>
        {about && (
          <Text fz="sm" c="dimmed" maw={760}>
            {about}
          </Text>
        )}
      </Stack>
      {actions && (
        <Group gap="xs" wrap="nowrap" flex="none">
          {actions}
        </Group>
      )}
    </Group>
  );
}
