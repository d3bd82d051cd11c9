export { durationText } from "./duration";
export { FieldControl } from "./FieldControl";
export { SchemaForm } from "./SchemaForm";
export {
  type Field,
  fault,
  faults,
  fieldsOf,
  humanised,
  type RawSchema,
  type Values,
  visible,
} from "./schema";
export {
  inputProps,
  type Widget,
  type WidgetProps,
  type Widgets,
  WidgetsProvider,
  wrapperProps,
} from "./widget";
