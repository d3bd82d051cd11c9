import { UnstyledButton } from "@mantine/core";
import {
  IconDatabase,
  IconHome,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconPackage,
  IconPlayerPlay,
  IconSettings,
  IconTable,
} from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import css from "./Shell.module.css";

const PLACES = [
  { to: "/projects/$project", path: "", label: "Home", Icon: IconHome },
  { to: "/projects/$project/instances", path: "/instances", label: "Running", Icon: IconPlayerPlay },
  { to: "/projects/$project/datasources", path: "/datasources", label: "Sources", Icon: IconDatabase },
  { to: "/projects/$project/tables", path: "/tables", label: "Tables", Icon: IconTable },
  { to: "/projects/$project/packs", path: "/packs", label: "Data packs", Icon: IconPackage },
  { to: "/projects/$project/settings", path: "/settings", label: "Settings", Icon: IconSettings },
] as const;

interface Props {
  project: string;
  treeOpen: boolean;
  onTree: () => void;
}

export function NavRail({ project, treeOpen, onTree }: Props) {
  const { pathname } = useLocation();
  const here = pathname.slice(`/projects/${project}`.length).replace(/\/$/, "");
  const TreeIcon = treeOpen ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand;
  return (
    <nav className={css.rail} aria-label="Project">
      {PLACES.map(({ to, path, label, Icon }) => {
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
