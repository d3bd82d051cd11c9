import { Text } from "@mantine/core";
import { useMemo } from "react";
import type { Node } from "@/canvas/model/document";
import { useCheck } from "@/canvas/view/context";
import { SqlText } from "./sql/SqlText";

/** What this step becomes in the generated Flink SQL. */
export function SqlTab({ node }: { node: Node }) {
  const script = useCheck((state) => state.sql);
  const sql = useMemo(() => (script ? findStatements(script, node.name) : ""), [script, node.name]);
  if (!sql) {
    return (
      <Text fz="sm" c="dimmed">
        The SQL appears when the graph has no errors that keep it from being compiled.
      </Text>
    );
  }
  return <SqlText sql={sql} />;
}

/** The statements that make or fill `name`, in order; empty when there are none. */
export function findStatements(script: string, name: string): string {
  const quoted = `\`${name.replaceAll("`", "``")}\``;
  return script
    .split(/;\s*\n/)
    .map((statement) => statement.replace(/^(?:\s|EXECUTE STATEMENT SET|BEGIN\b)+/, "").trim())
    .filter((statement) => {
      const head = statement.split("\n", 1)[0] ?? "";
      return (
        /^(?:CREATE TEMPORARY (?:TABLE|VIEW)|INSERT INTO)\b/.test(head) &&
        head.includes(quoted) &&
        named(head, quoted)
      );
    })
    .map((statement) => `${statement};`)
    .join("\n\n");
}

/** Whether the head names it as what is made or filled, and doesn't just read it. */
const named = (head: string, quoted: string): boolean =>
  /^(?:CREATE TEMPORARY (?:TABLE|VIEW)|INSERT INTO) (?:IF NOT EXISTS )?\S*/
    .exec(head)?.[0]
    .includes(quoted) ?? false;
