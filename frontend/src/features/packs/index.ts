/** Data packs, the rows of tests: the public interface of this feature. */
export { packRows, packs, packVersions } from "./packs";
export type { Pack } from "./types";
