/** Every address of the page, and what it shows. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { LoginPage } from "@/features/session/LoginPage";
import { onSessionEnd, session } from "@/features/session/session";
import { ErrorPage, NotFoundPage } from "./faultPages";
import { Loading } from "./Loading";
import { ProjectLayout } from "./ProjectLayout";
import { Shell } from "./Shell";

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet });

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: search.next } : {},
  beforeLoad: async ({ context }) => {
    if (await context.client.ensureQueryData(session).catch(() => null)) throw redirect({ to: "/projects" });
  },
  component: LoginPage,
});

/** Everything that needs a signed-in person. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "in",
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(session);
    if (!me) throw redirect({ to: "/login", search: { next: location.href }, replace: true });
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: () => <Navigate to="/projects" replace />,
});

const projects = createRoute({
  getParentRoute: () => inside,
  path: "/projects",
  component: lazyRouteComponent(() => import("@/features/projects/ProjectsPage"), "ProjectsPage"),
});

const tokens = createRoute({
  getParentRoute: () => inside,
  path: "/account/tokens",
  component: lazyRouteComponent(() => import("@/features/tokens/TokensPage"), "TokensPage"),
});

const project = createRoute({
  getParentRoute: () => inside,
  path: "/projects/$project",
  component: ProjectLayout,
});

const projectHome = createRoute({
  getParentRoute: () => project,
  path: "/",
  component: lazyRouteComponent(() => import("@/features/projects/ProjectHome"), "ProjectHome"),
});

const job = createRoute({
  getParentRoute: () => project,
  path: "/jobs/$job",
  // A test case that is open below the canvas.
  validateSearch: (search: Record<string, unknown>): { case?: string } =>
    typeof search.case === "string" ? { case: search.case } : {},
  component: lazyRouteComponent(() => import("@/features/jobs/JobPage"), "JobPage"),
});

const versions = createRoute({
  getParentRoute: () => project,
  path: "/jobs/$job/versions",
  component: lazyRouteComponent(() => import("@/features/jobs/VersionsPage"), "VersionsPage"),
});

const version = createRoute({
  getParentRoute: () => project,
  path: "/jobs/$job/versions/$version",
  component: lazyRouteComponent(() => import("@/features/jobs/VersionPage"), "VersionPage"),
});

const diff = createRoute({
  getParentRoute: () => project,
  path: "/jobs/$job/diff",
  validateSearch: (search: Record<string, unknown>): { from?: string; to?: string } => ({
    ...(search.from !== undefined && { from: String(search.from) }),
    ...(search.to !== undefined && { to: String(search.to) }),
  }),
  component: lazyRouteComponent(() => import("@/features/jobs/DiffPage"), "DiffPage"),
});

const datasources = createRoute({
  getParentRoute: () => project,
  path: "/datasources",
  component: lazyRouteComponent(() => import("@/features/datasources/DatasourcesPage"), "DatasourcesPage"),
});

const tables = createRoute({
  getParentRoute: () => project,
  path: "/tables",
  component: lazyRouteComponent(() => import("@/features/tables/TablesPage"), "TablesPage"),
});

const packs = createRoute({
  getParentRoute: () => project,
  path: "/packs",
  component: lazyRouteComponent(() => import("@/features/packs/PacksPage"), "PacksPage"),
});

const newPack = createRoute({
  getParentRoute: () => project,
  path: "/packs/new",
  component: lazyRouteComponent(() => import("@/features/packs/NewPackPage"), "NewPackPage"),
});

const pack = createRoute({
  getParentRoute: () => project,
  path: "/packs/$pack",
  component: lazyRouteComponent(() => import("@/features/packs/PackPage"), "PackPage"),
});

const editPack = createRoute({
  getParentRoute: () => project,
  path: "/packs/$pack/edit",
  component: lazyRouteComponent(() => import("@/features/packs/EditPackPage"), "EditPackPage"),
});

const instances = createRoute({
  getParentRoute: () => project,
  path: "/instances",
  component: lazyRouteComponent(() => import("@/features/instances/InstancesPage"), "InstancesPage"),
});

const instance = createRoute({
  getParentRoute: () => project,
  path: "/instances/$instance",
  component: lazyRouteComponent(() => import("@/features/instances/InstancePage"), "InstancePage"),
});

const settings = createRoute({
  getParentRoute: () => project,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/features/projects/SettingsPage"), "SettingsPage"),
});

const projectPages = project.addChildren([
  projectHome,
  job,
  versions,
  version,
  diff,
  datasources,
  tables,
  packs,
  newPack,
  pack,
  editPack,
  instances,
  instance,
  settings,
]);

export function makeRouter(client: QueryClient) {
  const router = createRouter({
    routeTree: root.addChildren([login, inside.addChildren([home, projects, tokens, projectPages])]),
    context: { client },
    defaultPreload: "intent",
    // The query cache decides what is fresh; the router must not keep a second opinion.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: Loading,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
  });
  // Asked again, the routes lead to signing in, and from there back to this very page.
  onSessionEnd(client, () => void router.invalidate());
  return router;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
