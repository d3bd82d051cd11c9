import { Box } from "@mantine/core";
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
