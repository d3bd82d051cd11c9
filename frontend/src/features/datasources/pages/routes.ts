/** The page of data sources. */
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const datasourceRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/datasources",
      component: lazyRouteComponent(() => import("./DatasourcesPage"), "DatasourcesPage"),
    }),
  ] as const;
