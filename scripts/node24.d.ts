// Scripts run on Node 24, while @types/node stays at 20, the oldest Node that the server and the CLI must run on.
interface ImportMeta {
  readonly main: boolean;
}
