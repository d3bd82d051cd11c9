/** The pages of a job that show a canvas. */
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const editorRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/jobs/$job",
      // The test case that is open below the canvas.
      validateSearch: (search: Record<string, unknown>): { case?: string } =>
        typeof search.case === "string" ? { case: search.case } : {},
      component: lazyRouteComponent(() => import("./JobPage"), "JobPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/jobs/$job/versions/$version",
      component: lazyRouteComponent(() => import("./VersionPage"), "VersionPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/jobs/$job/diff",
      validateSearch: (search: Record<string, unknown>): { from?: string; to?: string } => ({
        ...(search.from !== undefined && { from: String(search.from) }),
        ...(search.to !== undefined && { to: String(search.to) }),
      }),
      component: lazyRouteComponent(() => import("./DiffPage"), "DiffPage"),
    }),
  ] as const;
