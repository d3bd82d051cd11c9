// biome-ignore-all lint: provisional until generated
// biome-ignore lint/suspicious/noExplicitAny: provisional
export type paths = any;
