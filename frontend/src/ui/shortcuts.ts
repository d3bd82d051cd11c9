/** Keys that do things, each listed in the one help under `?`. */
import { useEffect, useRef, useSyncExternalStore } from "react";

export interface Shortcut {
  /** "mod+S" (Ctrl, or Cmd on a Mac), "shift+?", "G then P" is not needed and not known. */
  keys: string;
  label: string;
  group: string;
  run: (event: KeyboardEvent) => void;
  /** Also while typing in a field. Only for keys that no field needs, such as mod+S. */
  inFields?: boolean;
}

/** A line of the help: a thing to do, and the ways to do it as a person reads them. */
export interface HelpLine {
  label: string;
  group: string;
  ways: readonly string[];
}

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Whether a key press is the shortcut written as `keys`. */
export function matches(keys: string, press: KeyPress): boolean {
  const parts = keys.toLowerCase().split("+");
  const key = parts.at(-1) === "" ? "+" : (parts.at(-1) ?? "");
  const modifier = press.ctrlKey || press.metaKey;
  if (parts.includes("mod") !== modifier) return false;
  if (parts.includes("alt") !== press.altKey) return false;
  // "?" or "+" need Shift on many keyboards, so it is only compared for letters and named keys.
  const symbol = key.length === 1 && !/[a-z0-9]/.test(key);
  if (!symbol && parts.includes("shift") !== press.shiftKey) return false;
  return press.key.toLowerCase() === key;
}

/** "mod+S" as people see it on their keyboard. */
export function keyCaps(keys: string, mac: boolean = isMac): string[] {
  const names: Record<string, string> = mac
    ? { mod: "⌘", shift: "⇧", alt: "⌥" }
    : { mod: "Ctrl", shift: "Shift", alt: "Alt" };
  return keys.split("+").map((part) => names[part.toLowerCase()] ?? part);
}

const helpLine = ({ keys, label, group }: Shortcut): HelpLine => ({
  label,
  group,
  ways: [keyCaps(keys).join(isMac ? "" : "+")],
});

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

const active = new Set<{ current: readonly Shortcut[] }>();
/** Lines of keys that something else listens to, such as the canvas. */
const listed = new Set<readonly HelpLine[]>();
const watchers = new Set<() => void>();
let snapshot: readonly HelpLine[] = [];

function changed(): void {
  snapshot = [...[...active].flatMap((entry) => entry.current.map(helpLine)), ...[...listed].flat()];
  for (const watcher of watchers) watcher();
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  // Last registered first: a dialog's keys go before the page's.
  for (const entry of [...active].reverse()) {
    const hit = entry.current.find((one) => matches(one.keys, event));
    if (!hit || (!hit.inFields && typing(event.target))) continue;
    event.preventDefault();
    hit.run(event);
    return;
  }
}

/** Registers shortcuts while the component is shown. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const entry = useRef<readonly Shortcut[]>(shortcuts);
  entry.current = shortcuts;
  const named = shortcuts.map((one) => `${one.keys}\t${one.label}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list in the help changes with the names only
  useEffect(() => {
    if (active.size === 0) window.addEventListener("keydown", onKeyDown);
    active.add(entry);
    changed();
    return () => {
      active.delete(entry);
      if (active.size === 0) window.removeEventListener("keydown", onKeyDown);
      changed();
    };
  }, [named]);
}

/** Lists keys in the help while the component is shown; `lines` must keep its identity. */
export function useHelpLines(lines: readonly HelpLine[]): void {
  useEffect(() => {
    listed.add(lines);
    changed();
    return () => {
      listed.delete(lines);
      changed();
    };
  }, [lines]);
}

/** All that can be done by keys at the moment. */
export function useHelp(): readonly HelpLine[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => snapshot,
  );
}
