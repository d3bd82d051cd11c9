export { FieldControl } from "./FieldControl";
export { SchemaForm } from "./SchemaForm";
export {
  type Field,
  findErrors,
  findFieldError,
  humanize,
  isEmpty,
  isVisible,
  type RawSchema,
  readFields,
  type Values,
} from "./schema";
export {
  inputProps,
  type Widget,
  type WidgetProps,
  type Widgets,
  WidgetsProvider,
  wrapperProps,
} from "./widget";
export { formatSetDuration } from "./widgets/DurationWidget";
