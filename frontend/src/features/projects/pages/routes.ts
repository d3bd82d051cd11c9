/** The pages of projects. */
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const projectListRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/projects",
      component: lazyRouteComponent(() => import("./ProjectsPage"), "ProjectsPage"),
    }),
  ] as const;

export const projectRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: "/",
      component: lazyRouteComponent(() => import("./ProjectHome"), "ProjectHome"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/settings",
      component: lazyRouteComponent(() => import("./SettingsPage"), "SettingsPage"),
    }),
  ] as const;
