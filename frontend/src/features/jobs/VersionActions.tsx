import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { confirm } from "@/ui/confirm";
import { notifyError, notifySuccess } from "@/ui/notify";
import { job, useRestore } from "./jobs";

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

/** Asks, makes a version the draft, and goes to the canvas. */
export function useRestoreVersion(project: string, id: string): (number: number) => Promise<void> {
  const { mutateAsync } = useRestore(id);
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (number) => {
    const yes = await confirm({
      title: `Make version ${number} the draft?`,
      action: "Restore",
      children: "The current draft is kept as a conflict copy: nothing is lost.",
    });
    if (!yes) return;
    try {
      await mutateAsync(number);
      await client.invalidateQueries({ queryKey: job(id).queryKey });
      notifySuccess(`Version ${number} is now the draft.`);
      await navigate({ to: "/projects/$project/jobs/$job", params: { project, job: id } });
    } catch (error) {
      notifyError("The version could not be restored", error);
    }
  };
}
