/** The job tree as rows: folders first, by name; closed folders hide theirs; a search shows paths to hits. */
import type { Tree, TreeFolder, TreeJob } from "@/api/types";

export type TreeItem =
  | {
      kind: "folder";
      id: string;
      name: string;
      parent: string | null;
      depth: number;
      open: boolean;
      size: number;
    }
  | { kind: "job"; id: string; name: string; parent: string | null; depth: number; job: TreeJob };

const byName = (a: { name: string }, b: { name: string }) =>
  a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: "base" });

function groupByParent<T>(items: readonly T[], parent: (item: T) => string | null): Map<string | null, T[]> {
  const groups = new Map<string | null, T[]>();
  for (const item of items) {
    const key = parent(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Jobs and folders whose name contains the search, with every folder on the way to them. */
function findMatches(tree: Tree, search: string): { folders: Set<string>; jobs: Set<string> } {
  const wanted = search.trim().toLowerCase();
  const parents = new Map(tree.folders.map((folder) => [folder.id, folder.parent]));
  const folders = new Set<string>();
  const climb = (from: string | null) => {
    for (let at = from; at && !folders.has(at); at = parents.get(at) ?? null) folders.add(at);
  };
  const jobs = tree.jobs.filter((job) => job.name.toLowerCase().includes(wanted));
  for (const job of jobs) climb(job.folder);
  for (const folder of tree.folders) if (folder.name.toLowerCase().includes(wanted)) climb(folder.id);
  return { folders, jobs: new Set(jobs.map((job) => job.id)) };
}

/** The rows to show, top to bottom. With a search all folders on the way to a hit are open. */
export function buildRows(tree: Tree, closed: ReadonlySet<string>, search = ""): TreeItem[] {
  const found = search.trim() ? findMatches(tree, search) : undefined;
  const folders = groupByParent(tree.folders, (folder) => folder.parent);
  const jobs = groupByParent(tree.jobs, (job) => job.folder);
  const rows: TreeItem[] = [];
  const walk = (parent: string | null, depth: number) => {
    for (const folder of (folders.get(parent) ?? []).toSorted(byName)) {
      if (found && !found.folders.has(folder.id)) continue;
      const open = found !== undefined || !closed.has(folder.id);
      const size = (folders.get(folder.id)?.length ?? 0) + (jobs.get(folder.id)?.length ?? 0);
      rows.push({ kind: "folder", id: folder.id, name: folder.name, parent, depth, open, size });
      if (open) walk(folder.id, depth + 1);
    }
    for (const job of (jobs.get(parent) ?? []).toSorted(byName)) {
      if (found && !found.jobs.has(job.id)) continue;
      rows.push({ kind: "job", id: job.id, name: job.name, parent, depth, job });
    }
  };
  walk(null, 0);
  return rows;
}

/** Whether `folder` is `ancestor` or is inside it. */
export function isInside(folders: readonly TreeFolder[], folder: string | null, ancestor: string): boolean {
  const parents = new Map(folders.map((one) => [one.id, one.parent]));
  for (let at = folder; at; at = parents.get(at) ?? null) if (at === ancestor) return true;
  return false;
}

/** Whether a row may be dropped into a folder (null: the top). A folder never goes into itself. */
export function canDrop(
  tree: Tree,
  row: Pick<TreeItem, "kind" | "id" | "parent">,
  target: string | null,
): boolean {
  if (row.parent === target) return false;
  return row.kind === "job" || !isInside(tree.folders, target, row.id);
}

/** Where the keyboard goes from row `at`: an index to focus, and a folder to open or close. */
export function handleTreeKey(
  rows: readonly TreeItem[],
  at: number,
  key: string,
): { focus: number; toggle?: string } {
  const row = rows[at];
  const last = rows.length - 1;
  if (!row) return { focus: 0 };
  switch (key) {
    case "ArrowDown":
      return { focus: Math.min(at + 1, last) };
    case "ArrowUp":
      return { focus: Math.max(at - 1, 0) };
    case "Home":
      return { focus: 0 };
    case "End":
      return { focus: last };
    case "ArrowRight":
      if (row.kind !== "folder") return { focus: at };
      return row.open ? { focus: Math.min(at + 1, last) } : { focus: at, toggle: row.id };
    case "ArrowLeft":
      if (row.kind === "folder" && row.open) return { focus: at, toggle: row.id };
      return {
        focus: Math.max(
          0,
          rows.findIndex((other) => other.id === row.parent),
        ),
      };
    default:
      return { focus: at };
  }
}
