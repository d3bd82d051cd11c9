import {
  ActionIcon,
  Box,
  Group,
  Menu,
  ScrollArea,
  Skeleton,
  Text,
  TextInput,
  Title,
  Tooltip,
} from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconFilePlus, IconFolderPlus, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useMay } from "@/api/session";
import type { Instance } from "@/api/types";
import { instances } from "@/features/instances";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { useShortcuts } from "@/ui/shortcuts";
import css from "./JobTree.module.css";
import { type Asked, TreeDialogs } from "./TreeDialogs";
import { TreeRow, useTreeDrag } from "./TreeRow";
import { tree } from "./tree";
import { buildRows, handleTreeKey, type TreeItem } from "./treeRows";

/** The instance that best tells how a job fares: a live one, else the newest. */
function byJob(all: readonly Instance[]): Map<string, Instance> {
  const found = new Map<string, Instance>();
  for (const one of all) {
    const before = found.get(one.job);
    if (!before || (before.desired === "stopped" && one.desired === "running")) found.set(one.job, one);
  }
  return found;
}

/** The left panel of a project: folders and jobs, by mouse and by keyboard. */
export function JobTree({ project }: { project: string }) {
  const { data, error, isPending, refetch } = useQuery(tree(project));
  const running = useQuery(instances(project)).data;
  const mayEdit = useMay(project)("job.edit");
  const current = useParams({ strict: false, select: (params) => (params as { job?: string }).job });
  const navigate = useNavigate();
  const [search, setSearch] = useState("");
  const [closed, setClosed] = useLocalStorage<string[]>({
    key: `penstock.tree.${project}`,
    defaultValue: [],
  });
  const [focused, setFocused] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const drag = useTreeDrag(project, data);

  const rows = useMemo(() => (data ? buildRows(data, new Set(closed), search) : []), [data, closed, search]);
  const states = useMemo(() => byJob(running?.results ?? []), [running]);
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === (focused ?? current)),
  );

  useShortcuts([
    {
      keys: "mod+K",
      label: "Find a job",
      group: "Project",
      inFields: true,
      run: () => field.current?.select(),
    },
  ]);

  const toggle = (id: string) =>
    setClosed((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  const openRow = (row: TreeItem) => {
    if (row.kind === "folder") toggle(row.id);
    else void navigate({ to: "/projects/$project/jobs/$job", params: { project, job: row.id } });
  };
  const focusRow = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setFocused(row.id);
    list.current?.querySelector<HTMLElement>(`[data-row="${row.id}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    if (!row || event.target instanceof HTMLInputElement) return;
    if (event.key === "Enter" || event.key === " ") openRow(row);
    else if (event.key === "F2" && mayEdit) setAsked({ kind: "rename", row });
    else if (event.key === "Delete" && mayEdit) setAsked({ kind: "delete", row });
    else {
      const { focus, toggle: folder } = handleTreeKey(rows, at, event.key);
      if (folder) toggle(folder);
      else if (focus === at) return;
      else focusRow(focus);
    }
    event.preventDefault();
  };

  return (
    <nav className={css.panel} aria-label="Jobs">
      <Group justify="space-between" px={14} pt={12} pb={8}>
        <Title order={3}>Jobs</Title>
        {mayEdit && (
          <Menu>
            <Menu.Target>
              <Tooltip label="New job or folder">
                <ActionIcon variant="subtle" aria-label="New job or folder">
                  <IconPlus size={17} />
                </ActionIcon>
              </Tooltip>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconFilePlus size={15} />}
                onClick={() => setAsked({ kind: "job", parent: null })}
              >
                New job
              </Menu.Item>
              <Menu.Item
                leftSection={<IconFolderPlus size={15} />}
                onClick={() => setAsked({ kind: "folder", parent: null })}
              >
                New folder
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      <TextInput
        ref={field}
        mx={12}
        mb={8}
        size="xs"
        placeholder="Find a job"
        aria-label="Find a job"
        leftSection={<IconSearch size={14} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setSearch("");
          if (event.key === "ArrowDown") focusRow(0);
          const only = rows.find((row) => row.kind === "job");
          if (event.key === "Enter" && search && only) openRow(only);
        }}
      />
      {error && (
        <div style={{ padding: 12 }}>
          <ErrorAlert error={error} retry={refetch} />
        </div>
      )}
      {isPending && (
        <Box px={12}>
          <Skeleton height={96} />
        </Box>
      )}
      <ScrollArea
        flex={1}
        type="hover"
        data-target={drag.target === null || undefined}
        className={css.scroll}
        onDragOver={(event) => drag.over(null) && event.preventDefault()}
        onDragLeave={drag.leave}
        onDrop={() => drag.drop(null)}
      >
        <div
          ref={list}
          role="tree"
          aria-label="Folders and jobs"
          tabIndex={-1}
          className={css.list}
          onKeyDown={onKeyDown}
        >
          {rows.map((row, index) => (
            <TreeRow
              key={row.id}
              row={row}
              current={row.id === current}
              focusable={index === at}
              state={states.get(row.id)}
              mayEdit={mayEdit}
              drag={drag}
              onOpen={() => openRow(row)}
              onFocus={() => setFocused(row.id)}
              onAsk={setAsked}
            />
          ))}
        </div>
        {data && rows.length === 0 && (
          <Text fz="sm" c="dimmed" px={16} py={12}>
            {search ? `No job is called like "${search}".` : "No jobs yet."}
          </Text>
        )}
      </ScrollArea>
      <TreeDialogs project={project} asked={asked} onClose={() => setAsked(null)} />
    </nav>
  );
}
