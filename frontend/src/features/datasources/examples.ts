/** Two kinds as GET /api/datasource-kinds/ declares them, for tests. */
import type { DatasourceKind } from "./kinds";

export const KAFKA: DatasourceKind = {
  kind: "kafka",
  label: "Kafka",
  icon: "kafka",
  summary: "Topics to read from and write to",
  holds: "topics",
  families: [],
  capabilities: ["browse", "preview", "record"],
  config: {
    additionalProperties: false,
    description: "A Kafka cluster.",
    properties: {
      bootstrap_servers: {
        description: "Host and port of one or more brokers, separated by commas.",
        maxLength: 2000,
        title: "Brokers",
        type: "string",
        "x-placeholder": "kafka-1:9092,kafka-2:9092",
      },
      security_protocol: {
        default: "PLAINTEXT",
        enum: ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"],
        title: "Security",
        type: "string",
        "x-labels": {
          PLAINTEXT: "None",
          SASL_PLAINTEXT: "Login, no TLS",
          SASL_SSL: "Login over TLS",
          SSL: "TLS",
        },
      },
      sasl_mechanism: {
        anyOf: [
          {
            enum: ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"],
            type: "string",
          },
          {
            type: "null",
          },
        ],
        default: null,
        title: "Login mechanism",
        "x-needed": true,
        "x-when": {
          security_protocol: ["SASL_PLAINTEXT", "SASL_SSL"],
        },
      },
      username: {
        anyOf: [
          {
            maxLength: 128,
            type: "string",
          },
          {
            type: "null",
          },
        ],
        default: null,
        title: "User name",
        "x-needed": true,
        "x-when": {
          security_protocol: ["SASL_PLAINTEXT", "SASL_SSL"],
        },
      },
    },
    required: ["bootstrap_servers"],
    title: "KafkaConfig",
    type: "object",
  },
  secrets: [
    {
      name: "password",
      title: "Password",
      help: "",
      when: {
        security_protocol: ["SASL_PLAINTEXT", "SASL_SSL"],
      },
    },
  ],
};

export const MYSQL: DatasourceKind = {
  kind: "mysql",
  label: "MySQL",
  icon: "mysql",
  summary: "Tables to write to, over JDBC",
  holds: "tables",
  families: ["jdbc"],
  capabilities: ["browse", "preview"],
  config: {
    additionalProperties: false,
    description: "A MySQL database.",
    properties: {
      host: {
        description: "Name or address of the server.",
        maxLength: 253,
        minLength: 1,
        title: "Host",
        type: "string",
        "x-placeholder": "db.example.org",
      },
      port: {
        default: 3306,
        maximum: 65535,
        minimum: 1,
        title: "Port",
        type: "integer",
      },
      database: {
        maxLength: 63,
        minLength: 1,
        title: "Database",
        type: "string",
        "x-placeholder": "shop",
      },
      username: {
        maxLength: 128,
        minLength: 1,
        title: "User name",
        type: "string",
      },
      tls: {
        default: "prefer",
        description: "“When possible” encrypts if the server can.",
        enum: ["prefer", "require", "off"],
        title: "Encryption",
        type: "string",
        "x-advanced": true,
        "x-labels": {
          off: "Off",
          prefer: "When possible",
          require: "Required",
        },
      },
    },
    required: ["host", "database", "username"],
    title: "MysqlConfig",
    type: "object",
  },
  secrets: [
    {
      name: "password",
      title: "Password",
      help: "",
    },
  ],
};
