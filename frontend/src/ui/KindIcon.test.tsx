import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { KindIcon } from "./KindIcon";

it.each([
  ["print", "tabler-icon-printer"],
  ["datagen-source", "tabler-icon-datagen-source"],
  ["discard-sink", "tabler-icon-discard-sink"],
  ["nosuch", "tabler-icon-box"],
])("draws %s", (name, drawn) => {
  const { container } = render(<KindIcon name={name} />);
  expect(container.querySelector("svg")).toHaveClass(drawn);
});
