/** Tables registered in a project. What other folders may use of it. */
export { ColumnsGrid } from "./ColumnsGrid";
export { COMMON_TYPES, columnFaults, guessedTime, mayBeTime } from "./columns";
export { type TableInput, tables } from "./tables";
