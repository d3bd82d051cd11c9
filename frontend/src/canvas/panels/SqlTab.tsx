import { Text } from "@mantine/core";
import { useMemo } from "react";
import type { Node } from "@/canvas/model/document";
import { findStatements } from "@/canvas/model/script";
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
