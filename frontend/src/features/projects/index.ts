/** Projects of the tenant and their members. What other folders may use of it. */
export { project } from "./projects";
