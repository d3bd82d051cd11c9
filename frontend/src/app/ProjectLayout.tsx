import { useLocalStorage } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useLocation, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { ApiError } from "@/api/errors";
import { connect } from "@/api/events";
import { project as projectQuery } from "@/features/projects/projects";
import { JobTree } from "@/features/tree/JobTree";
import { ErrorBoundary } from "@/ui/ErrorBoundary";
import { Failure } from "@/ui/Failure";
import { Page } from "@/ui/Page";
import { useShortcuts } from "@/ui/shortcuts";
import { Grip } from "./Grip";
import { Loading } from "./Loading";
import { Rail } from "./Rail";
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
      <Failure
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
