/** Where jobs run. What other folders may use of it. */
export { EnvironmentTable, environments } from "./EnvironmentTable";
