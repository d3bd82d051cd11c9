import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { confirm } from "@/ui/confirm";
import { notifyError, notifySuccess } from "@/ui/notify";
import { job, useRestore } from "./jobs";

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
