/** Data packs: kept rows for tests. What other folders may use of it. */
export { packRows, packs, packVersions } from "./packs";
export type { Pack } from "./types";
