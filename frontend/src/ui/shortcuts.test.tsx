import { fireEvent, render } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { keyCaps, matches, useHelp, useHelpLines, useShortcuts } from "./shortcuts";

const press = (
  key: string,
  held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe("a shortcut", () => {
  it.each([
    ["mod+S", press("s", { ctrlKey: true }), true],
    ["mod+S", press("s", { metaKey: true }), true],
    ["mod+S", press("s"), false],
    ["mod+S", press("S", { ctrlKey: true, shiftKey: true }), false],
    ["mod+shift+Z", press("Z", { ctrlKey: true, shiftKey: true }), true],
    ["?", press("?", { shiftKey: true }), true],
    ["Delete", press("Delete"), true],
    ["alt+A", press("a"), false],
  ])("%s and %o: %s", (keys, event, hit) => expect(matches(keys, event)).toBe(hit));

  it("shows as on the keyboard", () => {
    expect(keyCaps("mod+shift+Z", false)).toEqual(["Ctrl", "Shift", "Z"]);
    expect(keyCaps("mod+S", true)).toEqual(["⌘", "S"]);
  });

  it("is in one list with the shortcuts of mounted components", () => {
    const canvas = [{ label: "Zoom in", group: "View", ways: ["+", "="] }];
    function Listed() {
      useHelpLines(canvas);
      return null;
    }
    function Help({ drawing }: { drawing: boolean }) {
      useShortcuts([{ keys: "mod+B", label: "Show the tree", group: "Project", run: () => {} }]);
      return (
        <>
          {drawing && <Listed />}
          <output>{useHelp().map((line) => `${line.group}: ${line.label} (${line.ways})`)}</output>
        </>
      );
    }
    const { getByRole, rerender } = render(<Help drawing />);
    expect(getByRole("status")).toHaveTextContent("Project: Show the tree (Ctrl+B)View: Zoom in (+,=)");
    rerender(<Help drawing={false} />);
    expect(getByRole("status")).toHaveTextContent(/^Project: Show the tree \(Ctrl\+B\)$/);
  });

  it("keeps quiet while somebody types, unless it may not", () => {
    const remove = vi.fn();
    const save = vi.fn();
    function Keys() {
      useShortcuts([
        { keys: "Delete", label: "Delete", group: "Canvas", run: remove },
        { keys: "mod+S", label: "Save", group: "Canvas", run: save, inFields: true },
      ]);
      return <input aria-label="text" />;
    }
    const { getByLabelText } = render(<Keys />);
    const field = getByLabelText("text");
    fireEvent.keyDown(field, { key: "Delete" });
    fireEvent.keyDown(field, { key: "s", ctrlKey: true });
    fireEvent.keyDown(document.body, { key: "Delete" });
    expect(remove).toHaveBeenCalledTimes(1);
    expect(save).toHaveBeenCalledTimes(1);
  });
});
