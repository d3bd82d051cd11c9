/** The pages of a job that need no canvas. */
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const jobRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/jobs/$job/versions",
      component: lazyRouteComponent(() => import("./VersionsPage"), "VersionsPage"),
    }),
  ] as const;
