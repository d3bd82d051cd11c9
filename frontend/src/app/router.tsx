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
import { onSessionEnd, session } from "@/api/session";
import { editorRoutes } from "@/editor/pages/routes";
import { datasourceRoutes } from "@/features/datasources/pages/routes";
import { instanceRoutes } from "@/features/instances/pages/routes";
import { jobRoutes } from "@/features/jobs/pages/routes";
import { packRoutes } from "@/features/packs/pages/routes";
import { projectListRoutes, projectRoutes } from "@/features/projects/pages/routes";
import { tableRoutes } from "@/features/tables/pages/routes";
import { tokenRoutes } from "@/features/tokens/pages/routes";
import { ErrorPage, Loading, NotFoundPage } from "./FallbackPages";
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
  component: lazyRouteComponent(() => import("@/features/session/pages/LoginPage"), "LoginPage"),
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

const project = createRoute({
  getParentRoute: () => inside,
  path: "/projects/$project",
  component: ProjectLayout,
});

const insideRoutes = [home, ...projectListRoutes(inside), ...tokenRoutes(inside)] as const;

/** One line for each feature that has pages of its own in a project. */
const projectPages = project.addChildren([
  ...projectRoutes(project),
  ...jobRoutes(project),
  ...editorRoutes(project),
  ...datasourceRoutes(project),
  ...tableRoutes(project),
  ...packRoutes(project),
  ...instanceRoutes(project),
]);

export function makeRouter(client: QueryClient) {
  const router = createRouter({
    routeTree: root.addChildren([login, inside.addChildren([...insideRoutes, projectPages])]),
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
