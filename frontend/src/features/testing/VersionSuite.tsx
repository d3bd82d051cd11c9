import { Button, Popover, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMay } from "@/api/session";
import { notifyError } from "@/ui/notify";
import { StatusMark, type Tone } from "@/ui/Status";
import { toneOf, wordOf } from "./state";
import { runs, suite, useRunCases } from "./testing";
import type { RunState, Suite } from "./types";
import styles from "./VersionSuite.module.css";

const STATES: Record<Suite["state"], readonly [tone: Tone, words: string]> = {
  green: ["done", "Tests passed"],
  red: ["bad", "Tests failed"],
  unrun: ["warn", "Tests not run"],
  empty: ["idle", "No tests"],
};

const ABOUT: Record<Suite["state"], string> = {
  green: "Every case passed on exactly this version and exactly these data.",
  red: "Not every case passed on exactly this version.",
  unrun: "Some cases have not run on exactly this version yet.",
  empty: "The job had no test cases when this version was made.",
};

const caseTone = (state: string): Tone => (state === "unrun" ? "idle" : toneOf(state as RunState));
const caseWord = (state: string): string => (state === "unrun" ? "Not run" : wordOf(state as RunState));

/** Whether the suite that came with a version is green on it, and the way to run it. */
export function VersionSuite({ project, job, version }: { project: string; job: string; version: number }) {
  const { data } = useQuery(suite(job, version));
  const busy = useQuery(runs(job, version)).data?.some(({ state }) => toneOf(state) === "busy") ?? false;
  const may = useMay(project)("job.edit");
  const { mutate, isPending } = useRunCases(job);
  if (!data) return null;
  const [tone, words] = STATES[data.state];
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
          {busy ? "Tests running" : words}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <Text fz="sm">{ABOUT[data.state]}</Text>
        <ul className={styles.cases}>
          {data.cases.map((one) => (
            <li key={one.name}>
              <StatusMark tone={caseTone(one.state)} size={12} />
              <span>{one.name}</span>
              <small>{caseWord(one.state)}</small>
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
