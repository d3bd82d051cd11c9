import type { ProjectRole } from "@/api/types";

/** What each role is for, in the words of the people who get it. */
export const ROLES: readonly { role: ProjectRole; label: string; about: string }[] = [
  { role: "project-admin", label: "Project administrator", about: "everything, members included" },
  { role: "project-data-admin", label: "Project data administrator", about: "data sources and tables" },
  { role: "developer", label: "Developer", about: "jobs, tables, test runs" },
  { role: "operator", label: "Operator", about: "starts and stops, in test and production" },
  { role: "business", label: "Business", about: "reads" },
  { role: "viewer", label: "Viewer", about: "reads" },
];

export const roleLabel = (role: string): string => ROLES.find((one) => one.role === role)?.label ?? role;
