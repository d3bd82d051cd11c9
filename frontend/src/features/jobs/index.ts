/** Jobs: reads, changes, and the tree of them. What other folders may use of it. */
export { BackToCanvas } from "./BackToCanvas";
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
export { NewJobButton } from "./tree/NewJobButton";
export { tree } from "./tree/tree";
export { useRestoreVersion } from "./useRestoreVersion";
