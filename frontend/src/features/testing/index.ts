/** Unit tests of a job. What other folders may use of it. */
export { TestsPanel } from "./TestsPanel";
export { type Tests, useTests } from "./useTests";
export { VersionSuite } from "./VersionSuite";
