/** The pages of instances. */
import { IconPlayerPlay } from "@tabler/icons-react";
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const instanceRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/instances",
      staticData: { nav: { label: "Running", Icon: IconPlayerPlay, order: 10 } },
      component: lazyRouteComponent(() => import("./InstancesPage"), "InstancesPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/instances/$instance",
      component: lazyRouteComponent(() => import("./InstancePage"), "InstancePage"),
    }),
  ] as const;
