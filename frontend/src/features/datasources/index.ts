/** Data sources and their contents: the public interface of this feature. */

export { datasources } from "./datasources";
export { datasourceKinds, useCapableDatasources } from "./kinds";
export { storeContents, storeSample } from "./storeQueries";
