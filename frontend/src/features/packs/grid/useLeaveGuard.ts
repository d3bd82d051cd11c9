import { useBlocker } from "@tanstack/react-router";
import { useRef } from "react";
import { confirm } from "@/ui/confirm";

/** Asks before rows that are not saved are left. Answers a function to call when leaving loses nothing. */
export function useLeaveGuard(dirty: boolean): () => void {
  const free = useRef(false);
  useBlocker({
    enableBeforeUnload: () => dirty && !free.current,
    shouldBlockFn: async () => {
      if (!dirty || free.current) return false;
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
    free.current = true;
  };
}
