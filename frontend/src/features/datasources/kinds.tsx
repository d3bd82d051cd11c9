/** What a data source of each kind is asked for. The server checks the same and more. */
import { IconBrandMysql, IconDatabase, IconStack3 } from "@tabler/icons-react";
import type { RawSchema } from "@/ui/form";

interface Kind {
  label: string;
  about: string;
  Icon: typeof IconStack3;
  config: RawSchema;
  secrets: Record<string, string>;
  /** What the browser of it lists. */
  holds: "topics" | "tables";
}

const USERNAME = { type: "string", title: "User name", maxLength: 200 } as const;

const database = (port: number): RawSchema => ({
  type: "object",
  required: ["host", "database", "username"],
  properties: {
    host: {
      type: "string",
      title: "Host",
      description: "Name or address of the server.",
      "x-placeholder": "db.example.org",
    },
    port: { type: "integer", title: "Port", minimum: 1, maximum: 65535, default: port },
    database: { type: "string", title: "Database", "x-placeholder": "shop" },
    username: USERNAME,
  },
});

const sasl = { security_protocol: ["SASL_PLAINTEXT", "SASL_SSL"] };

const KINDS: Record<string, Kind> = {
  kafka: {
    label: "Kafka",
    about: "Topics to read from and write to",
    Icon: IconStack3,
    holds: "topics",
    secrets: { password: "Password" },
    config: {
      type: "object",
      required: ["bootstrap_servers"],
      properties: {
        bootstrap_servers: {
          type: "string",
          title: "Brokers",
          description: "Host and port of one or more brokers, separated by commas.",
          "x-placeholder": "kafka-1:9092,kafka-2:9092",
        },
        security_protocol: {
          type: "string",
          title: "Security",
          enum: ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"],
          default: "PLAINTEXT",
          "x-labels": {
            PLAINTEXT: "None",
            SSL: "TLS",
            SASL_PLAINTEXT: "Login, no TLS",
            SASL_SSL: "Login over TLS",
          },
        },
        sasl_mechanism: {
          type: "string",
          title: "Login mechanism",
          enum: ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"],
          default: "PLAIN",
          "x-labels": { PLAIN: "PLAIN" },
          "x-when": sasl,
        },
        username: { ...USERNAME, "x-when": sasl },
      },
    },
  },
  postgresql: {
    label: "PostgreSQL",
    about: "Tables to write to, over JDBC",
    Icon: IconDatabase,
    holds: "tables",
    secrets: { password: "Password" },
    config: database(5432),
  },
  mysql: {
    label: "MySQL",
    about: "Tables to write to, over JDBC",
    Icon: IconBrandMysql,
    holds: "tables",
    secrets: { password: "Password" },
    config: database(3306),
  },
};

export const KIND_NAMES = Object.keys(KINDS);

/** What is known of a kind; of one that this page doesn't know, its name. */
export function describeKind(kind: string): Kind {
  const unknown = { label: kind, about: "", Icon: IconDatabase, secrets: {}, holds: "tables" } as const;
  return KINDS[kind] ?? { ...unknown, config: { type: "object", properties: {} } };
}

/** Where it leads, in one line, for lists. */
export function address(kind: string, config: Record<string, unknown>): string {
  if (kind === "kafka") return String(config.bootstrap_servers ?? "");
  const port = config.port ? `:${config.port}` : "";
  return `${config.host ?? ""}${port}/${config.database ?? ""}`;
}

/** The secrets that a configuration needs: Kafka wants a password only when there is a login. */
export function neededSecrets(
  kind: string,
  config: Record<string, unknown>,
): [name: string, label: string][] {
  const all = Object.entries(describeKind(kind).secrets);
  if (kind !== "kafka") return all;
  return String(config.security_protocol ?? "").startsWith("SASL") ? all : [];
}

/** "Warehouse (EU)" becomes "warehouse-eu": names go into SQL texts and addresses. */
export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
}
