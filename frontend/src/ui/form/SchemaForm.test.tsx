import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { type RawSchema, SchemaForm, type Values, type WidgetProps, WidgetsProvider } from ".";

const schema: RawSchema = {
  type: "object",
  required: ["topic"],
  properties: {
    topic: { type: "string", title: "Topic", "x-widget": "topic" },
    start: { type: "string", title: "Start", enum: ["latest", "timestamp"], default: "latest" },
    at: {
      anyOf: [{ type: "string" }, { type: "null" }],
      title: "From when",
      default: null,
      "x-when": { start: "timestamp" },
      "x-needed": true,
    },
    delay_ms: { type: "integer", title: "Delay", default: 0, "x-widget": "duration-ms" },
    columns: {
      type: "array",
      title: "Columns",
      items: {
        type: "object",
        properties: {
          generator: { type: "string", title: "Values", enum: ["random", "choice"], default: "random" },
          min: {
            type: "string",
            title: "Smallest",
            "x-widget": "decimal",
            "x-when": { generator: "random" },
          },
          choices: {
            type: "object",
            title: "Choices",
            "x-when": { generator: "choice" },
            "x-labels": { key: "value", value: "weight" },
          },
        },
      },
    },
    options: {
      type: "object",
      title: "Options",
      additionalProperties: { type: "string" },
      "x-advanced": true,
    },
  },
};

function Topic({ field, value, onChange, error, id }: WidgetProps) {
  return (
    <label>
      {field.label}
      <input id={id} value={String(value ?? "")} onChange={(event) => onChange(event.currentTarget.value)} />
      {error}
    </label>
  );
}

function Form({
  start = {},
  spy,
  ...rest
}: {
  start?: Values;
  spy?: (values: Values) => void;
  errors?: Record<string, string>;
}) {
  const [value, setValue] = useState<Values>(start);
  const change = (next: Values) => {
    setValue(next);
    spy?.(next);
  };
  return (
    <MantineProvider env="test">
      <WidgetsProvider value={{ topic: Topic }}>
        <SchemaForm schema={schema} value={value} onChange={change} {...rest} />
      </WidgetsProvider>
    </MantineProvider>
  );
}

describe("a form from a schema", () => {
  it("uses registered widgets and shows an error at its field", async () => {
    const spy = vi.fn();
    render(<Form spy={spy} errors={{ topic: "There is no topic of this name." }} />);
    await userEvent.type(screen.getByLabelText(/Topic/), "o");
    expect(spy).toHaveBeenLastCalledWith({ topic: "o" });
    expect(screen.getByText(/There is no topic of this name/)).toBeVisible();
  });

  it("shows a field only when its condition holds", () => {
    render(<Form />);
    expect(screen.queryByLabelText(/From when/)).toBeNull();
    fireEvent.click(screen.getByRole("radio", { name: "Timestamp" }));
    expect(screen.getByLabelText(/From when/)).toBeVisible();
  });

  it("marks a field as required that is needed where it shows", () => {
    render(<Form start={{ start: "timestamp" }} />);
    expect(screen.getByRole("textbox", { name: "From when" })).toBeRequired();
    expect(screen.getByLabelText("Delay")).not.toBeRequired();
  });

  it("keeps durations in milliseconds and leaves out what was cleared", async () => {
    const spy = vi.fn();
    render(<Form spy={spy} start={{ topic: "orders" }} />);
    const delay = screen.getByLabelText("Delay");
    await userEvent.type(delay, "5");
    expect(spy).toHaveBeenLastCalledWith({ topic: "orders", delay_ms: 5000 });
    await userEvent.clear(delay);
    expect(spy).toHaveBeenLastCalledWith({ topic: "orders" });
  });

  it("keeps back what is seldom needed, unless it is set or wrong", () => {
    const more = () => screen.getByRole("button", { name: /More settings/ });
    const { rerender } = render(<Form start={{ options: { k: "v" } }} />);
    expect(more()).toHaveTextContent("More settings (1 set)");
    expect(more()).toHaveAttribute("aria-expanded", "false");
    rerender(<Form errors={{ options: "There is no option k." }} />);
    expect(more()).toHaveAttribute("aria-expanded", "true");
  });

  it("takes free options, a half-typed one not yet", async () => {
    const spy = vi.fn();
    render(<Form spy={spy} />);
    await userEvent.click(screen.getByRole("button", { name: "More settings" }));
    await userEvent.click(await screen.findByRole("button", { name: "Add an option" }));
    await userEvent.type(screen.getByLabelText("Option"), "k");
    await userEvent.type(screen.getByLabelText("Value of k"), "v");
    expect(spy).toHaveBeenLastCalledWith({ options: { k: "v" } });
  });

  it("shows the fields of a list's items only when their condition holds", async () => {
    const spy = vi.fn();
    render(<Form spy={spy} start={{ columns: [{ min: "1" }, { generator: "choice" }] }} />);
    expect(screen.getAllByLabelText("Smallest")).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: "Add a value" }));
    await userEvent.type(screen.getByLabelText("Value"), "paid");
    await userEvent.type(screen.getByLabelText("Weight of paid"), "8");
    expect(spy).toHaveBeenLastCalledWith({
      columns: [{ min: "1" }, { generator: "choice", choices: { paid: "8" } }],
    });
  });

  it("keeps every digit of a long number", async () => {
    const spy = vi.fn();
    render(<Form spy={spy} start={{ columns: [{}] }} />);
    await userEvent.type(screen.getByLabelText("Smallest"), "9007199254740993");
    expect(spy).toHaveBeenLastCalledWith({ columns: [{ min: "9007199254740993" }] });
  });
});
