import { Button, Group, Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { type Graph, readGraph } from "@/canvas/model/document";
import type { Catalogue } from "@/canvas/model/operators";
import { DiffView } from "@/canvas/panels/DiffView";
import type { JobDetail } from "@/features/jobs";
import { confirm } from "@/ui/confirm";
import { RelativeTime } from "@/ui/time";
import styles from "./Editor.module.css";
import type { EditorSession } from "./editorSession";
import type { EditLock } from "./useEditLock";

interface Props {
  session: EditorSession;
  detail: JobDetail;
  lock: EditLock;
  catalogue: Catalogue;
}

/** What a person must know first: who edits, what is not saved, whether the server can be reached. */
export function Banners({ session, detail, lock, catalogue }: Props) {
  const autosave = useStore(session.autosave.state);
  return (
    <>
      {autosave.phase === "offline" && (
        <Banner tone="bad">
          Not saved: {autosave.reason} Your work is stored in this browser and is saved as soon as the server
          answers.
        </Banner>
      )}
      {autosave.phase === "rejected" && <Banner tone="bad">Not saved: {autosave.reason}</Banner>}
      <LockBanner lock={lock} />
      <UnsavedWork session={session} detail={detail} lock={lock} catalogue={catalogue} />
    </>
  );
}

function Banner({ tone, children }: { tone?: "info" | "bad"; children: React.ReactNode }) {
  return (
    <div className={styles.banner} data-tone={tone} role={tone === "info" ? "status" : "alert"}>
      {children}
    </div>
  );
}

function LockBanner({ lock: { lock, mayEdit, take, taking } }: { lock: EditLock }) {
  if (lock?.mine) return null;
  if (!mayEdit) return <Banner tone="info">You can view this job, but not change it.</Banner>;
  if (!lock) {
    return (
      <Banner tone="info">
        Nobody is editing this job.
        <Button size="compact-xs" loading={taking} onClick={() => take(false)}>
          Edit
        </Button>
      </Banner>
    );
  }
  const name = lock.user.full_name || lock.user.username;
  return (
    <Banner>
      <span>
        <b>{name}</b> is editing this job, since <RelativeTime at={lock.since} />. You see the draft and can't
        change it.
      </span>
      <Button size="compact-xs" variant="default" loading={taking} onClick={() => void takeOver(name, take)}>
        Take over the lock
      </Button>
    </Banner>
  );
}

async function takeOver(name: string, take: (force: boolean) => void): Promise<void> {
  const yes = await confirm({
    title: `Take over from ${name}?`,
    action: "Take over",
    children: `${name}'s page becomes read-only at once. What they haven't saved is kept as a conflict copy.`,
  });
  if (yes) take(true);
}

/** Work that is not in the draft: refused because someone else edits, or left over from an earlier visit. */
function UnsavedWork({ session, detail, lock, catalogue }: Props) {
  const { graph: rejected, reason } = useStore(session.autosave.conflict);
  const [leftover, setLeftover] = useState(session.leftover);
  const [comparing, setComparing] = useState(false);
  useEffect(() => {
    // Left over from an earlier visit, and the draft has not changed since: continue with it.
    if (!leftover || !lock.editable || leftover.revision !== session.autosave.state.getState().revision)
      return;
    session.canvas.edit("Restore unsaved work", () => readGraph(leftover.graph));
    session.context.notify("Your unsaved work from the last visit was restored.");
    setLeftover(null);
  }, [leftover, lock.editable, session]);
  const work: Graph | null = rejected ?? leftover?.graph ?? null;
  if (!work) return null;
  const dismiss = () => {
    session.autosave.conflict.setState({ graph: null });
    session.storage.clear();
    setLeftover(null);
  };
  const bringBack = () => {
    session.canvas.edit("Restore my work", () => readGraph(work));
    session.autosave.conflict.setState({ graph: null });
    setLeftover(null);
    setComparing(false);
  };
  return (
    <Banner>
      <span>
        {rejected ? (
          `${reason ?? "Someone else changed the draft."} Your last changes are kept as a conflict copy.`
        ) : (
          <LeftOver at={leftover?.at} />
        )}
      </span>
      <Group gap={6}>
        <Button size="compact-xs" variant="default" onClick={() => setComparing(true)}>
          Compare
        </Button>
        <Button
          size="compact-xs"
          disabled={!lock.editable}
          onClick={bringBack}
          title={lock.editable ? undefined : "Take the lock first"}
        >
          Restore it
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={dismiss}>
          Dismiss
        </Button>
      </Group>
      <CompareDialog
        opened={comparing}
        onClose={() => setComparing(false)}
        from={readGraph(detail.draft.graph)}
        to={work}
        names={{ from: "the draft", to: "your work" }}
        catalogue={catalogue}
      />
    </Banner>
  );
}

function LeftOver({ at }: { at: number | undefined }) {
  return (
    <>
      This browser has unsaved work from <RelativeTime at={at ? new Date(at) : null} />; the draft has changed
      since.
    </>
  );
}

interface CompareDialogProps {
  opened: boolean;
  onClose: () => void;
  from: Graph;
  to: Graph;
  names: { from: string; to: string };
  catalogue: Catalogue;
}

/** A comparison over the page, for graphs that have no address of their own. */
export function CompareDialog({ opened, onClose, ...compared }: CompareDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`${compared.names.from} → ${compared.names.to}`}
      size="94vw"
      transitionProps={{ duration: 0 }}
      styles={{ body: { height: "80vh", padding: 0 } }}
    >
      <DiffView {...compared} />
    </Modal>
  );
}
