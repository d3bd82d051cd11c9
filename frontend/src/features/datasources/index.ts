/** Data sources: where they are, and what they hold. What other folders may use of it. */
export { contents, sample } from "./connection";
export { datasources } from "./datasources";
export { KINDS } from "./kinds";
