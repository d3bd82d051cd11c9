/** Icons and colours of kinds. An icon that isn't known here is a plain box, so a new kind needs no change. */

import {
  IconArrowsJoin,
  IconBox,
  IconBrandMysql,
  IconDatabase,
  IconFilter,
  IconGitMerge,
  IconMessages,
  IconPrinter,
  IconSql,
  IconStack2,
  IconTable,
  IconTransform,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Operator } from "@/canvas/model/operators";

const ICONS: Record<string, TablerIcon> = {
  kafka: IconStack2,
  stack: IconStack2,
  messages: IconMessages,
  topic: IconMessages,
  sql: IconSql,
  code: IconSql,
  filter: IconFilter,
  join: IconArrowsJoin,
  "arrows-join": IconArrowsJoin,
  merge: IconGitMerge,
  "git-merge": IconGitMerge,
  database: IconDatabase,
  jdbc: IconDatabase,
  mysql: IconBrandMysql,
  table: IconTable,
  print: IconPrinter,
  printer: IconPrinter,
  transform: IconTransform,
};

export function KindIcon({ operator, size = 18 }: { operator: Operator | undefined; size?: number }) {
  const Icon = ICONS[operator?.icon ?? ""] ?? IconBox;
  return <Icon size={size} stroke={1.7} aria-hidden />;
}

/** The role that a kind plays decides its colour. */
export function operatorTone(operator: Operator | undefined): "source" | "transform" | "sink" | "unknown" {
  if (!operator) return "unknown";
  if (operator.ports.inputs.length === 0) return "source";
  return operator.ports.outputs.length === 0 ? "sink" : "transform";
}
