import { ActionIcon, Badge, Loader, Tabs, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { ProblemsPanel } from "@/canvas/panels/ProblemsPanel";
import { useCheck } from "@/canvas/view/context";
import { Outline } from "@/canvas/view/Outline";
import { type TestSuite, TestsPanel } from "@/features/testing";
import styles from "./BottomPanel.module.css";
import { InstancesPanel } from "./instances/InstancesPanel";
import type { CurrentInstance } from "./instances/useCurrentInstance";
import { usePanelHeight } from "./usePanelHeight";

export type BottomPanelTab = "problems" | "tests" | "runs" | "outline";

interface Props {
  project: string;
  job: string;
  run: CurrentInstance;
  tests: TestSuite;
  tab: BottomPanelTab | null;
  onTab: (tab: BottomPanelTab | null) => void;
  /** The test case that the address names. */
  shownCase: string | undefined;
  onCase: (id: string) => void;
  onSettings: () => void;
}

/** Under the canvas: problems, tests, runs, and the graph as a list. Closed it is one line. */
export function BottomPanel({ project, job, run, tests, tab, onTab, shownCase, onCase, onSettings }: Props) {
  const problems = useCheck((state) => state.problems);
  const errors = problems.some((problem) => problem.severity === "error");
  const open = tab !== null;
  const { height, handle } = usePanelHeight("penstock.dock.tests", 0.58, { min: 200, max: 0.86 });
  return (
    <section
      className={styles.dock}
      data-open={open || undefined}
      data-tab={tab ?? undefined}
      style={tab === "tests" ? { height } : undefined}
      aria-label="Problems, runs and outline"
    >
      {tab === "tests" && <div className={styles.handle} {...handle} />}
      <Tabs
        value={tab}
        onChange={(next) => onTab(next as BottomPanelTab | null)}
        allowTabDeactivation
        keepMounted={false}
        className={styles.tabs}
      >
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
          <Tabs.Tab value="tests" rightSection={<TestsBadge tests={tests} />}>
            Tests
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
              onClick={() => onTab(open ? null : errors ? "problems" : "runs")}
            >
              {open ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
            </ActionIcon>
          </Tooltip>
        </Tabs.List>
        <Tabs.Panel value="problems" className={styles.body}>
          <ProblemsPanel onSettings={onSettings} />
        </Tabs.Panel>
        <Tabs.Panel value="tests" className={styles.body}>
          <TestsPanel tests={tests} selected={shownCase} onSelect={onCase} />
        </Tabs.Panel>
        <Tabs.Panel value="runs" className={styles.body}>
          <InstancesPanel project={project} job={job} run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="outline" className={styles.body}>
          <Outline />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

/** How many cases pass, beside the tab's name. */
function TestsBadge({ tests: { counts } }: { tests: TestSuite }) {
  if (counts.of === 0) return null;
  if (counts.busy > 0) return <Loader size={12} aria-label="Tests are running" />;
  const color = counts.failed > 0 ? "coral" : counts.passed === counts.of ? "leaf" : "gray";
  return (
    <Badge size="sm" color={color} aria-label={`${counts.passed} of ${counts.of} passed`}>
      {counts.passed}/{counts.of}
    </Badge>
  );
}
