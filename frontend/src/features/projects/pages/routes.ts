/** The pages of projects. */
import { IconHome, IconSettings } from "@tabler/icons-react";
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
      staticData: { nav: { label: "Home", Icon: IconHome, order: 0 } },
      component: lazyRouteComponent(() => import("./ProjectHome"), "ProjectHome"),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: "/settings",
      staticData: { nav: { label: "Settings", Icon: IconSettings, order: 100 } },
      component: lazyRouteComponent(() => import("./SettingsPage"), "SettingsPage"),
    }),
  ] as const;
