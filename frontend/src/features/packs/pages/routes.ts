/** The pages of data packs. */
import { IconPackage } from "@tabler/icons-react";
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const packRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/packs",
      staticData: { nav: { label: "Data packs", Icon: IconPackage, order: 40 } },
      component: lazyRouteComponent(() => import("./PacksPage"), "PacksPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/packs/new",
      component: lazyRouteComponent(() => import("./NewPackPage"), "NewPackPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/packs/$pack",
      component: lazyRouteComponent(() => import("./PackPage"), "PackPage"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/packs/$pack/edit",
      component: lazyRouteComponent(() => import("./EditPackPage"), "EditPackPage"),
    }),
  ] as const;
