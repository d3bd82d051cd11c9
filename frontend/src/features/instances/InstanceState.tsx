import { Tooltip } from "@mantine/core";
import type { Instance } from "@/api/types";
import { Status } from "@/ui/Status";
import { describeState, explainState, isTransitioning, stateTone } from "./state";

type Props = { instance: Pick<Instance, "desired" | "observed" | "error"> };

/** The observed state with its mark; while it moves, also where to. */
export function InstanceState({ instance }: Props) {
  const help = instance.error || explainState(instance.observed);
  const shown = (
    <span aria-busy={isTransitioning(instance)} data-state={instance.observed}>
      <Status tone={isTransitioning(instance) ? "busy" : stateTone(instance)}>
        {describeState(instance)}
      </Status>
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
