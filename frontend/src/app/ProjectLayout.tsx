import { useLocalStorage } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useLocation, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { ApiError } from "@/api/errors";
import { connectEvents } from "@/api/events";
import { JobTree } from "@/features/jobs";
import { project as projectQuery } from "@/features/projects";
import { ErrorAlert, ErrorBoundary } from "@/ui/ErrorAlert";
import { Page } from "@/ui/Page";
import { useShortcuts } from "@/ui/shortcuts";
import { Loading } from "./FallbackPages";
import { NavRail } from "./NavRail";
import { ResizeHandle } from "./ResizeHandle";
import css from "./Shell.module.css";

/** Nothing of a project is asked for or shown before it is known to be there. */
export function ProjectLayout() {
  const { project } = useParams({ from: "/in/projects/$project" });
  const { data, error, refetch } = useQuery(projectQuery(project));
  const gone = error instanceof ApiError && error.status === 404;
  if (data && !gone) return <OpenProject project={project} />;
  if (!error) return <Loading />;
  return (
    <Page width={640}>
      <ErrorAlert
        title={gone ? "This project is not here" : "The project could not be opened"}
        error={error}
        retry={() => void refetch()}
      />
    </Page>
  );
}

/** Inside a project: rail, job tree, page; and the line on which the project tells what changes. */
function OpenProject({ project }: { project: string }) {
  const client = useQueryClient();
  const { pathname } = useLocation();
  const [open, setOpen] = useLocalStorage({ key: "penstock.tree.open", defaultValue: true });
  const [width, setWidth] = useLocalStorage({ key: "penstock.tree.width", defaultValue: 248 });

  useEffect(() => connectEvents(project, client), [project, client]);
  useShortcuts([
    {
      keys: "mod+B",
      label: "Show or hide the job tree",
      group: "Project",
      inFields: true,
      run: () => setOpen(!open),
    },
  ]);

  return (
    <div className={css.project}>
      <NavRail project={project} treeOpen={open} onTree={() => setOpen(!open)} />
      <div className={css.tree} style={{ width: open ? width : 0 }} hidden={!open}>
        <JobTree key={project} project={project} />
        <ResizeHandle width={width} onChange={setWidth} />
      </div>
      <div className={css.page}>
        <ErrorBoundary resetOn={pathname}>
          <Outlet />
        </ErrorBoundary>
      </div>
    </div>
  );
}
