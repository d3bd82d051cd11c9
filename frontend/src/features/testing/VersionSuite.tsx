import { Button, Popover, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMay } from "@/api/session";
import { notifyError } from "@/ui/notify";
import { StatusMark, type Tone } from "@/ui/Status";
import { useRunCases } from "./mutations";
import { runs, suite } from "./queries";
import { getStateLabel, getStateTone } from "./runState";
import type { RunState, Suite } from "./types";
import styles from "./VersionSuite.module.css";

const SUITE_STATES: Record<Suite["state"], readonly [tone: Tone, label: string]> = {
  green: ["done", "Tests passed"],
  red: ["bad", "Tests failed"],
  unrun: ["warn", "Tests not run"],
  empty: ["idle", "No tests"],
};

const SUITE_DESCRIPTIONS: Record<Suite["state"], string> = {
  green: "All cases passed with exactly this version and this data.",
  red: "Some cases failed with this version.",
  unrun: "Some cases have not run with this version yet.",
  empty: "The job had no test cases when this version was submitted.",
};

const getCaseTone = (state: string): Tone => (state === "unrun" ? "idle" : getStateTone(state as RunState));
const getCaseLabel = (state: string): string =>
  state === "unrun" ? "Not run" : getStateLabel(state as RunState);

/** The state of the test suite of a version, with a button to run it. */
export function VersionSuite({ project, job, version }: { project: string; job: string; version: number }) {
  const { data } = useQuery(suite(job, version));
  const busy =
    useQuery(runs(job, version)).data?.some(({ state }) => getStateTone(state) === "busy") ?? false;
  const may = useMay(project)("job.edit");
  const { mutate, isPending } = useRunCases(job);
  if (!data) return null;
  const [tone, label] = SUITE_STATES[data.state];
  const run = () =>
    mutate(
      { version, coverage: false },
      { onError: (error) => notifyError("The suite was not started", error) },
    );
  return (
    <Popover width={320} position="bottom-end" shadow="md">
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          data-testid="version-suite"
          leftSection={<StatusMark tone={busy ? "busy" : tone} size={13} />}
        >
          {busy ? "Tests running" : label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <Text fz="sm">{SUITE_DESCRIPTIONS[data.state]}</Text>
        <ul className={styles.cases}>
          {data.cases.map((one) => (
            <li key={one.name}>
              <StatusMark tone={getCaseTone(one.state)} size={12} />
              <span>{one.name}</span>
              <small>{getCaseLabel(one.state)}</small>
            </li>
          ))}
        </ul>
        {data.state !== "empty" && (
          <Button
            size="compact-sm"
            fullWidth
            leftSection={<IconPlayerPlay size={14} />}
            disabled={!may}
            loading={busy || isPending}
            onClick={run}
          >
            Run the suite
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
