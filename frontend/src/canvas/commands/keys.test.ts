import { describe, expect, it } from "vitest";
import { COMMANDS, chordOf, commandOf, formatKeys, isHandledElsewhere } from "./keys";

const press = (
  key: string,
  held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {},
) => chordOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

describe("keys", () => {
  it.each([
    [press("z", { ctrlKey: true }), "undo"],
    [press("z", { metaKey: true }), "undo"],
    [press("Z", { ctrlKey: true, shiftKey: true }), "redo"],
    [press("y", { ctrlKey: true }), "redo"],
    [press("Delete"), "delete"],
    [press("Delete", { shiftKey: true }), "delete-reconnect"],
    [press("s", { ctrlKey: true }), "save"],
    [press("/"), "palette"],
    [press("?", { shiftKey: true }), undefined],
    [press("+", { shiftKey: true }), "zoom-in"],
    [press("ArrowLeft"), "move-left-8"],
    [press("ArrowLeft", { altKey: true }), "walk-left"],
    [press("q"), undefined],
  ])("%s does %s", (keys, id) => expect(commandOf(keys)?.id).toBe(id));

  it("are bound once each", () => {
    const keys = COMMANDS.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    ["<input id='x'>", "delete", true],
    ["<textarea id='x'></textarea>", "mod+z", true],
    ["<div contenteditable='true'><b id='x'></b></div>", "n", true],
    ["<div class='monaco-editor'><span id='x'></span></div>", "/", true],
    ["<div role='dialog'><p id='x'></p></div>", "delete", true],
    ["<button id='x'></button>", "enter", true],
    ["<button id='x'></button>", "delete", true],
    ["<button id='x'></button>", "mod+z", false],
    ["<button id='x'></button>", "/", false],
    ["<div data-canvas-keys><button id='x'></button></div>", "delete", false],
    ["<div data-canvas-keys><button id='x'></button></div>", "enter", true],
    ["<input id='x'>", "mod+s", false],
    ["<body id='x'></body>", "delete", false],
  ])("%s, %s: belongs elsewhere? %s", (html, keys, expected) => {
    document.body.innerHTML = html;
    if (html.startsWith("<body")) document.body.id = "x";
    expect(isHandledElsewhere(document.getElementById("x"), keys)).toBe(expected);
  });

  it.each([
    ["mod+shift+z", "Ctrl+Shift+Z"],
    ["+", "+"],
    ["alt+arrowleft", "Alt+←"],
  ])("%s reads %s", (keys, expected) => expect(formatKeys(keys)).toBe(expected));
});
