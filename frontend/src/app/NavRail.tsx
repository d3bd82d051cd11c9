import { UnstyledButton } from "@mantine/core";
import {
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  type TablerIcon,
} from "@tabler/icons-react";
import { type AnyRoute, Link, useLocation, useRouter } from "@tanstack/react-router";
import css from "./Shell.module.css";

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** The entry of a project's page in the navigation; entries are sorted by `order`, Settings is 100. */
    nav?: { label: string; Icon: TablerIcon; order: number };
  }
}

const PROJECT = "/projects/$project";

/** The pages whose routes declare an entry, in order. */
export function readEntries(routes: Record<string, AnyRoute>) {
  return Object.values(routes)
    .flatMap(({ fullPath, options }) => {
      const to = String(fullPath).replace(/\/$/, "");
      return options.staticData?.nav
        ? [{ ...options.staticData.nav, to, path: to.slice(PROJECT.length) }]
        : [];
    })
    .sort((one, other) => one.order - other.order);
}

interface Props {
  project: string;
  treeOpen: boolean;
  onTree: () => void;
}

export function NavRail({ project, treeOpen, onTree }: Props) {
  const { pathname } = useLocation();
  const entries = readEntries(useRouter().routesById);
  const here = pathname.slice(`/projects/${project}`.length).replace(/\/$/, "");
  const TreeIcon = treeOpen ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand;
  return (
    <nav className={css.rail} aria-label="Project">
      {entries.map(({ to, path, label, Icon }) => {
        const active = path === "" ? here === "" : here.startsWith(path);
        return (
          <Link
            key={to}
            to={to}
            params={{ project }}
            className={css.railLink}
            data-active={active || undefined}
            aria-current={active ? "page" : undefined}
          >
            <Icon size={20} stroke={1.6} />
            {label}
          </Link>
        );
      })}
      <UnstyledButton
        className={css.railLink}
        style={{ marginTop: "auto" }}
        onClick={onTree}
        aria-expanded={treeOpen}
        aria-label={treeOpen ? "Hide the job tree" : "Show the job tree"}
      >
        <TreeIcon size={20} stroke={1.6} />
      </UnstyledButton>
    </nav>
  );
}
