/** The nouns of the API, by the names that the pages use. */

export interface Page<T> {
  count: number;
  next: string | null;
  previous: string | null;
  results: T[];
}

export interface User {
  id: string;
  username: string;
  full_name: string;
}

export interface Session {
  user: User;
  tenant: { id: string; name: string; roles: string[]; permissions: string[] };
  projects: Project[];
}

export interface Project {
  id: string;
  name: string;
  description: string;
  created_at: string;
  roles: string[];
  permissions: string[];
}

export interface Member {
  id: string;
  user: User;
  roles: string[];
}

export interface Environment {
  id: string;
  name: "test" | "production";
  engine: string;
  url: string;
  ui_url: string;
  slots: number;
}

export interface Token {
  id: string;
  name: string;
  prefix: string;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
}

export type DatasourceKind = "kafka" | "postgresql" | "mysql";

export interface Datasource {
  id: string;
  name: string;
  kind: DatasourceKind;
  description: string;
  config: Record<string, unknown>;
  secrets_set: string[];
}

export interface Column {
  name: string;
  type: string;
  nullable: boolean;
  key: boolean;
}

export interface Sample {
  columns: Column[];
  rows: Record<string, unknown>[];
}

export interface TableColumn {
  name: string;
  type: string;
  description?: string;
}

export interface Table {
  id: string;
  datasource: string;
  datasource_name: string;
  name: string;
  columns: TableColumn[];
  event_time: string;
  key: string[];
  format: string;
  description: string;
  updated_at: string;
}

export interface TreeFolder {
  id: string;
  name: string;
  parent: string | null;
}

export interface TreeJob {
  id: string;
  name: string;
  folder: string | null;
  lock: { user: User; since: string; mine: boolean } | null;
  last_version: number;
}

export interface Tree {
  folders: TreeFolder[];
  jobs: TreeJob[];
}

export type Desired = "running" | "stopped";
export type Observed =
  | "created"
  | "starting"
  | "running"
  | "restarting"
  | "stopping"
  | "finished"
  | "failed"
  | "lost"
  | "unknown"
  | "stopped";

export interface Operation {
  kind: string;
  state: string;
  message: string;
}

export interface Instance {
  id: string;
  job: string;
  job_name: string;
  version: number;
  environment: "test" | "production";
  desired: Desired;
  observed: Observed;
  since: string;
  flink_job_id: string;
  ui_url: string | null;
  error: string | null;
  operation: Operation | null;
  parallelism: number;
  started_by: string;
}

export interface Savepoint {
  id: string;
  state: string;
  location: string | null;
  error: string | null;
  created_at: string;
  size: number | null;
}

export type Start =
  | { from: "now" | "earliest" | "latest" }
  | { from: "timestamp"; timestamp_ms: number }
  | { from: "savepoint"; savepoint: string };
