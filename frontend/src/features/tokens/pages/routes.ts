/** The page of API tokens. */
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const tokenRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/account/tokens",
      component: lazyRouteComponent(() => import("./TokensPage"), "TokensPage"),
    }),
  ] as const;
