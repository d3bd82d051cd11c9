/** The widgets that only a canvas can offer, by the names used in `x-widget`. */

import type { Widgets } from "@/ui/form";
import { ColumnPairsWidget, ColumnPicksWidget } from "./joinWidgets";
import { ColumnsWidget, ColumnWidget, DatasourceWidget, TableWidget } from "./pickers";
import { ExpressionWidget, SqlWidget } from "./sqlWidgets";

export const CANVAS_WIDGETS: Widgets = {
  sql: SqlWidget,
  expression: ExpressionWidget,
  column: ColumnWidget,
  columns: ColumnsWidget,
  "column-pairs": ColumnPairsWidget,
  "column-picks": ColumnPicksWidget,
  datasource: DatasourceWidget,
  topic: TableWidget,
  table: TableWidget,
};
