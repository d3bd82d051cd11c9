import { useBlocker } from "@tanstack/react-router";
import { useRef } from "react";
import { confirm } from "@/ui/confirm";

/** Asks before unsaved rows are left. Returns a function that allows leaving. */
export function useLeaveGuard(dirty: boolean): () => void {
  const leavingAllowed = useRef(false);
  useBlocker({
    enableBeforeUnload: () => dirty && !leavingAllowed.current,
    shouldBlockFn: async () => {
      if (!dirty || leavingAllowed.current) return false;
      const leave = await confirm({
        title: "Leave without saving?",
        children: "The rows that you changed are not saved.",
        action: "Leave",
        danger: true,
      });
      return !leave;
    },
  });
  return () => {
    leavingAllowed.current = true;
  };
}
