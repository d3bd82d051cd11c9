import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { Link, Outlet, useLocation, useParams } from "@tanstack/react-router";
import { useLinkState } from "@/api/events";
import { ErrorBoundary } from "@/ui/ErrorAlert";
import { Logo } from "@/ui/illustrations";
import { useShortcutHelp } from "@/ui/ShortcutHelp";
import { StatusMark } from "@/ui/Status";
import { AccountMenu } from "./AccountMenu";
import { ProjectSwitcher } from "./ProjectSwitcher";
import css from "./Shell.module.css";

/** The bar above every page: the current page, the connection to the server, the user. */
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

const WORDS = {
  connecting: "Connecting…",
  live: "Live",
  lost: "Reconnecting…",
} as const;

const HELP = {
  connecting: "The page is connecting to the server.",
  live: "Changes made elsewhere appear here at once.",
  lost: "The connection to the server is lost. The page reconnects by itself; until then figures may be outdated.",
} as const;

/** Whether what is on the page is what is true now. */
export function ConnectionIndicator() {
  const state = useLinkState();
  return (
    <Tooltip label={HELP[state]} multiline maw={280}>
      <output className={css.tool} data-link={state} aria-live="polite">
        {state === "live" ? <span className={css.live} /> : <StatusMark tone="warn" size={13} />}
        <span className={state === "live" ? css.dim : undefined}>{WORDS[state]}</span>
      </output>
    </Tooltip>
  );
}
