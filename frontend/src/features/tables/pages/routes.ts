/** The page of tables. */
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const tableRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/tables",
      component: lazyRouteComponent(() => import("./TablesPage"), "TablesPage"),
    }),
  ] as const;
