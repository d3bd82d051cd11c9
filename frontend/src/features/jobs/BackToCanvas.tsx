import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

/** Leads from a page about a job back to its canvas. */
export function BackToCanvas({ project, job: id }: { project: string; job: string }) {
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      leftSection={<IconArrowLeft size={16} />}
      renderRoot={(props) => (
        <Link to="/projects/$project/jobs/$job" params={{ project, job: id }} {...props} />
      )}
    >
      Canvas
    </Button>
  );
}
