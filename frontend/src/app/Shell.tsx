import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { Link, Outlet, useLocation, useParams } from "@tanstack/react-router";
import { ErrorBoundary } from "@/ui/ErrorBoundary";
import { Logo } from "@/ui/Logo";
import { useShortcutHelp } from "@/ui/ShortcutHelp";
import { AccountMenu } from "./AccountMenu";
import { ConnectionIndicator } from "./ConnectionIndicator";
import { ProjectSwitcher } from "./ProjectSwitcher";
import css from "./Shell.module.css";

/** The bar above every page: where one is, whether the line to the server stands, who one is. */
export function Shell() {
  const { pathname } = useLocation();
  const project = useParams({ strict: false, select: (params) => (params as { project?: string }).project });
  const help = useShortcutHelp();
  return (
    <div className={css.shell}>
      <header className={css.bar}>
        <Group gap={14} wrap="nowrap" miw={0}>
          <Link to="/projects" className={css.brand} aria-label="Penstock, all projects">
            <Logo />
            <span>Penstock</span>
          </Link>
          {project && <ProjectSwitcher current={project} />}
        </Group>
        <Group gap={6} wrap="nowrap">
          {project && <ConnectionIndicator />}
          <Tooltip label="Keyboard shortcuts (?)">
            <ActionIcon
              variant="transparent"
              className={css.tool}
              onClick={help.open}
              aria-label="Keyboard shortcuts"
            >
              <IconKeyboard size={19} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
          <AccountMenu />
        </Group>
      </header>
      <div className={css.content}>
        <ErrorBoundary resetOn={pathname}>
          <Outlet />
        </ErrorBoundary>
      </div>
      {help.dialog}
    </div>
  );
}
