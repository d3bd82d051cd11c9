/**
 * What happens elsewhere, told by the server over a WebSocket. An event never carries data: it names what
 * became stale, and the queries that depend on it are fetched again, with the reader's own rights.
 */
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { record } from "./metrics";

export type EventType =
  | "project.changed"
  | "tree.changed"
  | "job.changed"
  | "lock.changed"
  | "version.created"
  | "instance.changed"
  | "savepoint.changed"
  | "datasource.changed"
  | "table.changed"
  | "pack.changed"
  | "recording.changed"
  | "pack.changed"
  | "recording.changed"
  | "case.changed"
  | "run.changed"
  | "trace.changed"
  | "revoked";

export interface ServerEvent {
  type: EventType;
  project: string;
  id: string;
  job?: string;
  case?: string;
  instance?: string;
}

export type Reaction = (event: ServerEvent) => QueryKey | QueryKey[];
export type LinkState = "connecting" | "live" | "lost";

const reactions = new Map<EventType, Reaction[]>();

/** Declares which queries an event makes stale. Called once, beside the queries themselves. */
export function on(type: EventType, reaction: Reaction): void {
  reactions.set(type, [...(reactions.get(type) ?? []), reaction]);
}

/** The query keys that an event makes stale, by all declared reactions. */
export function staleKeys(event: ServerEvent): QueryKey[] {
  return (reactions.get(event.type) ?? []).flatMap((reaction) => {
    const keys = reaction(event);
    return Array.isArray(keys[0]) ? (keys as QueryKey[]) : [keys as QueryKey];
  });
}

/** Wait before the nth attempt to reconnect: doubles up to 10 s, jittered so that pages don't return at once. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(10_000, 500 * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random();
}

/** Close codes that mean "not you": signed out, or no longer a member. Coming back would change nothing. */
const REFUSED = new Set([4401, 4403]);

let state: LinkState = "connecting";
const watchers = new Set<() => void>();

function become(next: LinkState): void {
  state = next;
  for (const watcher of watchers) watcher();
}

/** Whether the page hears the server at the moment. */
export function useLinkState(): LinkState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}

/** Events come in bursts (one deploy, five rows); one fetch per key and burst is enough. */
function batched(client: QueryClient): (event: ServerEvent) => void {
  const keys = new Map<string, QueryKey>();
  const flush = () => {
    for (const queryKey of keys.values()) void client.invalidateQueries({ queryKey });
    keys.clear();
  };
  return (event) => {
    for (const key of staleKeys(event)) {
      if (keys.size === 0) setTimeout(flush, 60);
      keys.set(JSON.stringify(key), key);
    }
  };
}

function address(project: string): string {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${window.location.host}/ws/projects/${project}/`;
}

/** Listens to a project until the returned function is called; reconnects and catches up by itself. */
export function connect(project: string, client: QueryClient): () => void {
  const stale = batched(client);
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let opened = false;
  let closed = false;

  const ready = () => {
    attempt = 0;
    become("live");
    // What happened while the line was down was not heard: everything shown is fetched again.
    if (opened) void client.invalidateQueries();
    opened = true;
  };

  const hear = (text: string) => {
    const message = JSON.parse(text);
    if (message.type === "ready") ready();
    else if (message.type === "metrics") record(message.instance, message.nodes);
    else stale(message as ServerEvent);
  };

  const open = () => {
    socket = new WebSocket(address(project));
    socket.onmessage = (message) => hear(message.data);
    socket.onclose = ({ code }) => {
      if (closed) return;
      if (REFUSED.has(code)) {
        stale({ type: "revoked", project, id: project });
        become("lost");
        return;
      }
      become(opened || attempt > 1 ? "lost" : "connecting");
      timer = setTimeout(open, backoff(attempt++));
    };
  };

  const hurry = () => {
    if (socket?.readyState !== WebSocket.CLOSED) return;
    clearTimeout(timer);
    open();
  };

  open();
  window.addEventListener("online", hurry);
  return () => {
    closed = true;
    clearTimeout(timer);
    window.removeEventListener("online", hurry);
    socket?.close();
    become("connecting");
  };
}
