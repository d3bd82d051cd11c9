/** Tables registered in a project: the public interface of this feature. */
export { ColumnsGrid } from "./ColumnsGrid";
export { COMMON_TYPES, canBeEventTime, guessEventTime, validateColumns } from "./columns";
export { type TableInput, tables } from "./tables";
