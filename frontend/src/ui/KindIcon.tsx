/** Icons of operators and data sources, by the names that their declarations use: one of Tabler's, or a file in `icons`. */
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
  postgresql: IconDatabase,
  table: IconTable,
  print: IconPrinter,
  printer: IconPrinter,
  transform: IconTransform,
};

/** Icons drawn for one kind: a file with the name of the kind is all that it takes. */
const DRAWN = import.meta.glob<TablerIcon>("./icons/*.ts", { eager: true, import: "default" });

interface Props {
  name: string | undefined;
  size?: number;
  color?: string;
}

/** An unknown name gives a plain box, so that a new kind needs no change here. */
export function KindIcon({ name, size = 18, color }: Props) {
  const Icon = ICONS[name ?? ""] ?? DRAWN[`./icons/${name}.ts`] ?? IconBox;
  return <Icon size={size} stroke={1.7} aria-hidden {...(color && { color })} />;
}
