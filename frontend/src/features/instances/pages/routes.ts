/** The pages of instances. */
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const instanceRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/instances",
      component: lazyRouteComponent(() => import("./InstancesPage"), "InstancesPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/instances/$instance",
      component: lazyRouteComponent(() => import("./InstancePage"), "InstancePage"),
    }),
  ] as const;
