/** The page of tables. */
import { IconTable } from "@tabler/icons-react";
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const tableRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/tables",
      staticData: { nav: { label: "Tables", Icon: IconTable, order: 30 } },
      component: lazyRouteComponent(() => import("./TablesPage"), "TablesPage"),
    }),
  ] as const;
