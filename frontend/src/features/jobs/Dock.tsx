import { ActionIcon, Badge, Tabs, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useState } from "react";
import { ProblemsPanel } from "@/canvas/panels/ProblemsPanel";
import { useCheck } from "@/canvas/view/context";
import { Outline } from "@/canvas/view/Outline";
import styles from "./Dock.module.css";
import { RunsPanel } from "./runs/RunsPanel";
import type { CurrentRun } from "./runs/useCurrentRun";

interface Props {
  project: string;
  job: string;
  run: CurrentRun;
  onSettings: () => void;
}

/** Under the canvas: problems, runs, and the graph as a list. Closed it is one line. */
export function Dock({ project, job, run, onSettings }: Props) {
  const [tab, setTab] = useState<string | null>(null);
  const problems = useCheck((state) => state.problems);
  const errors = problems.some((problem) => problem.severity === "error");
  const open = tab !== null;
  return (
    <section className={styles.dock} data-open={open || undefined} aria-label="Problems, runs and outline">
      <Tabs value={tab} onChange={setTab} allowTabDeactivation keepMounted={false} className={styles.tabs}>
        <Tabs.List className={styles.list}>
          <Tabs.Tab
            value="problems"
            rightSection={
              problems.length > 0 && (
                <Badge size="sm" color={errors ? "coral" : "amber"}>
                  {problems.length}
                </Badge>
              )
            }
          >
            Problems
          </Tabs.Tab>
          <Tabs.Tab value="runs">Runs</Tabs.Tab>
          <Tabs.Tab value="outline">Outline</Tabs.Tab>
          <Tooltip label={open ? "Close" : "Open"}>
            <ActionIcon
              ml="auto"
              mr={6}
              my="auto"
              variant="subtle"
              color="gray"
              aria-label={open ? "Close the lower panel" : "Open the lower panel"}
              onClick={() => setTab(open ? null : errors ? "problems" : "runs")}
            >
              {open ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
            </ActionIcon>
          </Tooltip>
        </Tabs.List>
        <Tabs.Panel value="problems" className={styles.body}>
          <ProblemsPanel onSettings={onSettings} />
        </Tabs.Panel>
        <Tabs.Panel value="runs" className={styles.body}>
          <RunsPanel project={project} job={job} run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="outline" className={styles.body}>
          <Outline />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
