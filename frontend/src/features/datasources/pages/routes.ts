/** The page of data sources. */
import { IconDatabase } from "@tabler/icons-react";
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const datasourceRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/datasources",
      staticData: { nav: { label: "Sources", Icon: IconDatabase, order: 20 } },
      component: lazyRouteComponent(() => import("./DatasourcesPage"), "DatasourcesPage"),
    }),
  ] as const;
