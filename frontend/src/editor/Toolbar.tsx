import { Button, Tooltip } from "@mantine/core";
import {
  IconCode,
  IconFlask,
  IconGitCompare,
  IconHistory,
  IconLockOpen,
  IconRefresh,
  IconSend,
  IconSettings,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useStore } from "zustand";
import { useCheck } from "@/canvas/view/context";
import { type JobDetail, job, useReleaseLock } from "@/features/jobs";
import type { TestSuite } from "@/features/testing";
import type { AutosaveState } from "@/lib/autosave";
import { ActionsMenu } from "@/ui/ActionsMenu";
import { confirm } from "@/ui/confirm";
import { notifyError } from "@/ui/notify";
import { StatusMark, type Tone } from "@/ui/Status";
import { keyCaps, useShortcuts } from "@/ui/shortcuts";
import styles from "./Editor.module.css";
import type { EditorSession } from "./editorSession";
import { InstanceControls } from "./instances/InstanceControls";
import type { CurrentInstance } from "./instances/useCurrentInstance";
import { SqlDrawer } from "./SqlDrawer";
import { SubmitDialog } from "./SubmitDialog";
import type { EditLock } from "./useEditLock";

interface Props {
  session: EditorSession;
  project: string;
  detail: JobDetail;
  run: CurrentInstance;
  lock: EditLock;
  tests: TestSuite;
  /** Shows the unit tests. */
  onTests: () => void;
  onSettings: () => void;
}

const TEST_KEYS = "mod+shift+Enter";

export function Toolbar({ session, project, detail, run, lock, tests, onTests, onSettings }: Props) {
  const [dialog, setDialog] = useState<"none" | "submit" | "sql">("none");
  const test = () => {
    onTests();
    if (tests.mayEdit && tests.counts.of > 0 && !tests.busy) void tests.run();
  };
  useShortcuts([
    { keys: TEST_KEYS, label: "Run all unit tests", group: "Job", inFields: true, run: test },
    {
      keys: "mod+Enter",
      label: "Submit a version",
      group: "Job",
      run: () => lock.editable && setDialog("submit"),
    },
  ]);
  return (
    <div className={styles.bar} role="toolbar" aria-label="Job">
      <div className={styles.title} title={detail.name}>
        {detail.name}
      </div>
      <SaveState session={session} editable={lock.editable} />
      <CheckState />
      <span className={styles.gap} />
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconCode size={15} />}
        onClick={() => setDialog("sql")}
      >
        SQL
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconHistory size={15} />}
        renderRoot={(props) => (
          <Link to="/projects/$project/jobs/$job/versions" params={{ project, job: detail.id }} {...props} />
        )}
      >
        {detail.last_version > 0 ? `Version ${detail.last_version}` : "Versions"}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconSend size={15} />}
        disabled={!lock.editable}
        onClick={() => setDialog("submit")}
      >
        Submit
      </Button>
      <Tooltip label={`Run all unit tests (${keyCaps(TEST_KEYS).join("+")})`}>
        <Button size="compact-sm" variant="default" leftSection={<IconFlask size={15} />} onClick={test}>
          Test
        </Button>
      </Tooltip>
      <InstanceControls
        session={session}
        project={project}
        detail={detail}
        run={run}
        editable={lock.editable}
      />
      <More session={session} project={project} detail={detail} lock={lock} onSettings={onSettings} />
      <SubmitDialog
        opened={dialog === "submit"}
        onClose={() => setDialog("none")}
        session={session}
        detail={detail}
      />
      <SqlDrawer opened={dialog === "sql"} onClose={() => setDialog("none")} />
    </div>
  );
}

const SAVE_TONES: Record<AutosaveState["phase"], Tone> = {
  saved: "done",
  unsaved: "busy",
  saving: "busy",
  offline: "bad",
  rejected: "bad",
  conflict: "warn",
};

function SaveState({ session, editable }: { session: EditorSession; editable: boolean }) {
  const { phase, savedAt, reason } = useStore(session.autosave.state);
  const at = savedAt?.toLocaleTimeString("en-GB", { timeStyle: "short" });
  const words: Record<AutosaveState["phase"], string> = {
    saved: editable ? `Saved ${at ?? ""}` : "Read-only",
    unsaved: "Saving…",
    saving: "Saving…",
    offline: "Not saved yet",
    rejected: "Not saved",
    conflict: "Not saved: edited elsewhere",
  };
  return (
    <Tooltip
      label={reason ?? "Changes are saved automatically, a second after each one."}
      multiline
      maw={320}
    >
      <span className={styles.state} role="status" data-testid="save-state">
        <StatusMark tone={SAVE_TONES[phase]} size={12} />
        {words[phase]}
      </span>
    </Tooltip>
  );
}

function CheckState() {
  const { phase, problems, reason } = useCheck((state) => state);
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  const [tone, words]: [Tone, string] =
    phase === "unreachable"
      ? ["warn", "Check not available"]
      : errors > 0
        ? ["bad", `${errors} ${errors === 1 ? "error" : "errors"}`]
        : phase === "waiting"
          ? ["busy", "Checking…"]
          : warnings > 0
            ? ["warn", `${warnings} ${warnings === 1 ? "warning" : "warnings"}`]
            : ["done", "No problems"];
  return (
    <Tooltip label={reason ?? "Checked by Flink's planner after each change."} multiline maw={320}>
      <span className={styles.state} role="status" data-testid="check-state" aria-busy={phase === "waiting"}>
        <StatusMark tone={tone} size={12} />
        {words}
      </span>
    </Tooltip>
  );
}

function More({ session, project, detail, lock, onSettings }: Omit<Props, "run" | "tests" | "onTests">) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const release = useReleaseLock(detail.id);
  const reload = async () => {
    await session.autosave.flush();
    await client.invalidateQueries({ queryKey: job(detail.id).queryKey });
  };
  const compare = () =>
    navigate({
      to: "/projects/$project/jobs/$job/diff",
      params: { project, job: detail.id },
      search: { from: String(detail.last_version), to: "draft" },
    });
  const releaseLock = async () => {
    await session.autosave.flush();
    const yes = await confirm({
      title: "Release the lock?",
      action: "Release",
      children: "Others can then edit the job. You can still read it.",
    });
    if (yes)
      release.mutate(undefined, {
        onError: (error) => notifyError("The lock could not be released", error),
      });
  };
  return (
    <ActionsMenu
      label="More"
      actions={[
        { label: "Job settings", Icon: IconSettings, run: onSettings },
        {
          label: "Compare with the last version",
          Icon: IconGitCompare,
          disabled: detail.last_version === 0,
          run: () => void compare(),
        },
        { label: "Reload", Icon: IconRefresh, run: () => void reload() },
        {
          label: "Release the lock",
          Icon: IconLockOpen,
          disabled: !lock.lock?.mine,
          run: () => void releaseLock(),
        },
      ]}
    />
  );
}
