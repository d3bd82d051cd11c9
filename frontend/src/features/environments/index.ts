/** Where jobs run. What other folders may use of it. */
export { EnvironmentTable } from "./EnvironmentTable";
export { environments } from "./environments";
