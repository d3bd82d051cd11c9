import { useLocalStorage } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useLocation, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { connect } from "@/api/events";
import { project as projectQuery } from "@/features/projects/projects";
import { JobTree } from "@/features/tree/JobTree";
import { ErrorBoundary } from "@/ui/ErrorBoundary";
import { Failure } from "@/ui/Failure";
import { Page } from "@/ui/Page";
import { useShortcuts } from "@/ui/shortcuts";
import { Grip } from "./Grip";
import { Rail } from "./Rail";
import css from "./Shell.module.css";

/** Inside a project: rail, job tree, page; and the line on which the project tells what changes. */
export function ProjectLayout() {
  const { project } = useParams({ from: "/in/projects/$project" });
  const client = useQueryClient();
  const { pathname } = useLocation();
  const { error, refetch } = useQuery(projectQuery(project));
  const [open, setOpen] = useLocalStorage({ key: "penstock.tree.open", defaultValue: true });
  const [width, setWidth] = useLocalStorage({ key: "penstock.tree.width", defaultValue: 248 });

  useEffect(() => connect(project, client), [project, client]);
  useShortcuts([
    {
      keys: "mod+B",
      label: "Show or hide the job tree",
      group: "Project",
      inFields: true,
      run: () => setOpen(!open),
    },
  ]);

  if (error && "status" in error && error.status === 404) {
    return (
      <Page width={640}>
        <Failure title="This project is not here" error={error} retry={refetch} />
      </Page>
    );
  }
  return (
    <div className={css.project}>
      <Rail project={project} treeOpen={open} onTree={() => setOpen(!open)} />
      <div className={css.tree} style={{ width: open ? width : 0 }} hidden={!open}>
        <JobTree key={project} project={project} />
        <Grip width={width} onChange={setWidth} />
      </div>
      <div className={css.page}>
        <ErrorBoundary resetOn={pathname}>
          <Outlet />
        </ErrorBoundary>
      </div>
    </div>
  );
}
