/** Jobs: reads, changes, and the tree of them. What other folders may use of it. */
export {
  checkGraph,
  functions,
  type JobDetail,
  job,
  type Lock,
  operators,
  previewNode,
  saveDraft,
  sideDrafts,
  useReleaseLock,
  useSubmit,
  useTakeLock,
  type Version,
  version,
  versionSql,
  versions,
} from "./jobs";
export { JobTree } from "./tree/JobTree";
export { NewJobButton } from "./tree/TreeDialogs";
export { tree } from "./tree/tree";
export { BackToCanvas, useRestoreVersion } from "./VersionActions";
