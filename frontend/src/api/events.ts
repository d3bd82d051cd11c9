/**
 * Changes elsewhere, announced by the server over a WebSocket. An event never carries data: it names what
 * became stale, and the queries that depend on it are fetched again, with the reader's own rights.
 */
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { recordSample } from "./metrics";
import type { components } from "./schema";

export type EventType = components["schemas"]["EventType"];

export interface ServerEvent {
  type: EventType;
  project: string;
  id: string;
  job?: string;
  case?: string;
  instance?: string;
  revision?: number;
}

export type KeysOfEvent = (event: ServerEvent) => QueryKey | QueryKey[];
export type LinkState = "connecting" | "live" | "lost";

const reactions = new Map<EventType, KeysOfEvent[]>();

/** Declares which queries an event makes stale (`[]` for none). Called once, beside the queries themselves. */
export function invalidateOn(type: EventType, reaction: KeysOfEvent): void {
  reactions.set(type, [...(reactions.get(type) ?? []), reaction]);
}

/** The query keys that an event makes stale, by all declared reactions. */
export function queryKeysFor(event: ServerEvent): QueryKey[] {
  return (reactions.get(event.type) ?? []).flatMap((reaction) => {
    const keys = reaction(event);
    if (keys.length === 0) return [];
    return Array.isArray(keys[0]) ? (keys as QueryKey[]) : [keys as QueryKey];
  });
}

/** Wait before the nth attempt to reconnect: doubles up to 10 s, jittered so that pages don't return at once. */
export function reconnectDelay(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(10_000, 500 * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random();
}

/** Close codes after which reconnecting is useless: signed out, or no longer a member. */
const FINAL_CLOSE_CODES = new Set([4401, 4403]);

let state: LinkState = "connecting";
const linkListeners = new Set<() => void>();

function setLinkState(next: LinkState): void {
  state = next;
  for (const watcher of linkListeners) watcher();
}

/** Whether the page receives events at the moment. */
export function useLinkState(): LinkState {
  return useSyncExternalStore(
    (watcher) => {
      linkListeners.add(watcher);
      return () => linkListeners.delete(watcher);
    },
    () => state,
  );
}

/** Events come in bursts (one deploy, five rows); one fetch per key and burst is enough. */
function batchInvalidations(client: QueryClient): (event: ServerEvent) => void {
  const keys = new Map<string, QueryKey>();
  const flush = () => {
    for (const queryKey of keys.values()) void client.invalidateQueries({ queryKey });
    keys.clear();
  };
  return (event) => {
    for (const key of queryKeysFor(event)) {
      if (keys.size === 0) setTimeout(flush, 60);
      keys.set(JSON.stringify(key), key);
    }
  };
}

function socketUrl(project: string): string {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${window.location.host}/ws/projects/${project}/`;
}

/** Listens to a project until the returned function is called; reconnects and catches up by itself. */
export function connectEvents(project: string, client: QueryClient): () => void {
  const invalidate = batchInvalidations(client);
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let opened = false;
  let closed = false;

  const handleReady = () => {
    attempt = 0;
    setLinkState("live");
    // Events were missed while the connection was down: everything shown is fetched again.
    if (opened) void client.invalidateQueries();
    opened = true;
  };

  const handleMessage = (text: string) => {
    const message = JSON.parse(text);
    if (message.type === "ready") handleReady();
    else if (message.type === "metrics") recordSample(message.instance, message.nodes);
    else invalidate(message as ServerEvent);
  };

  const open = () => {
    socket = new WebSocket(socketUrl(project));
    socket.onmessage = (message) => handleMessage(message.data);
    socket.onclose = ({ code }) => {
      if (closed) return;
      if (FINAL_CLOSE_CODES.has(code)) {
        invalidate({ type: "revoked", project, id: project });
        setLinkState("lost");
        return;
      }
      setLinkState(opened || attempt > 1 ? "lost" : "connecting");
      timer = setTimeout(open, reconnectDelay(attempt++));
    };
  };

  const reconnectNow = () => {
    if (socket?.readyState !== WebSocket.CLOSED) return;
    clearTimeout(timer);
    open();
  };

  open();
  window.addEventListener("online", reconnectNow);
  return () => {
    closed = true;
    clearTimeout(timer);
    window.removeEventListener("online", reconnectNow);
    socket?.close();
    setLinkState("connecting");
  };
}
