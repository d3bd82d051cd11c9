import { type ComponentType, createContext, useContext } from "react";
import { type Field, isRequired, type Values } from "./schema";

/** What every widget gets. It shows `value`, and calls `onChange` with the next one (undefined: not set). */
export interface WidgetProps {
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | undefined;
  readOnly: boolean;
  /** All values of the form, for widgets that depend on another field. */
  values: Values;
  /** What surrounds the form: job settings, input columns, the project. Opaque to the form itself. */
  scope: Values;
  id: string;
}

export type Widget = ComponentType<WidgetProps>;
export type Widgets = Record<string, Widget>;

const Registered = createContext<Widgets>({});

/** Makes widgets known by the names used in `x-widget`, to every form inside. */
export const WidgetsProvider = Registered.Provider;
export const useWidgets = (): Widgets => useContext(Registered);

/** Label, help, mark and error, for widgets that wrap something which is not one of Mantine's inputs. */
export function wrapperProps({ field, error, id }: WidgetProps) {
  return {
    id,
    label: field.label,
    description: field.description,
    required: isRequired(field),
    error,
  };
}

/** The props that Mantine's inputs share. */
export function inputProps(props: WidgetProps) {
  return {
    ...wrapperProps(props),
    readOnly: props.readOnly,
    disabled: props.readOnly,
    placeholder: placeholder(props.field),
  };
}

function placeholder(field: Field): string | undefined {
  if (field["x-placeholder"]) return field["x-placeholder"];
  const standard = field.default;
  return standard === undefined || standard === null || standard === "" || typeof standard === "object"
    ? undefined
    : String(standard);
}
