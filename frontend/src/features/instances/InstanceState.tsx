import { Tooltip } from "@mantine/core";
import type { Instance } from "@/api/types";
import { Status } from "@/ui/Status";
import { moving, stateHelp, stateText, tone } from "./state";

type Props = { instance: Pick<Instance, "desired" | "observed" | "error"> };

/** The observed state with its mark; while it moves, also where to. */
export function InstanceState({ instance }: Props) {
  const help = instance.error || stateHelp(instance.observed);
  const shown = (
    <span aria-busy={moving(instance)} data-state={instance.observed}>
      <Status tone={moving(instance) ? "busy" : tone(instance)}>{stateText(instance)}</Status>
    </span>
  );
  return help ? (
    <Tooltip label={help} multiline maw={420}>
      {shown}
    </Tooltip>
  ) : (
    shown
  );
}
