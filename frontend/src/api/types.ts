/** The nouns of the API by the names that the pages use. All are generated from the server's own schema. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type User = Schemas["Person"];
export type Session = Schemas["Session"];
export type Project = Schemas["Project"];
export type ProjectRole = Schemas["ProjectRole"];
export type Member = Schemas["Member"];
export type Environment = Schemas["Environment"];
export type Token = Schemas["Token"];
export type NewToken = Schemas["NewToken"];

export type Datasource = Schemas["Datasource"];
export type Column = Schemas["Column"];
export type Sample = Schemas["Sample"];
export type Table = Schemas["Table"];
export type TableColumn = Schemas["TableColumn"];

export type Tree = Schemas["Tree"];
export type TreeFolder = Schemas["Folder"];
export type TreeJob = Schemas["Job"];
export type Job = Schemas["JobDetail"];
export type Draft = Schemas["Draft"];
export type Lock = Schemas["Lock"];
export type SideDraft = Schemas["SideDraft"];
export type Version = Schemas["Version"];
export type VersionDetail = Schemas["VersionDetail"];
export type CheckReport = Schemas["CheckReport"];
export type Diff = Schemas["Diff"];
export type Operator = Schemas["Operator"];

export type Instance = Schemas["Instance"];
export type Savepoint = Schemas["Savepoint"];
export type Start = Schemas["StartInputRequest"];
export type Transition = Schemas["Transition"];
export type FlinkException = Schemas["Exception"];
export type Log = Schemas["Log"];
export type Figure = Schemas["NodeMetrics"];
