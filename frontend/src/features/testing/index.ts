/** Unit tests of a job: the public interface of this feature. */
export { TestsPanel } from "./TestsPanel";
export { type TestSuite, useTestSuite } from "./useTestSuite";
export { VersionSuite } from "./VersionSuite";
