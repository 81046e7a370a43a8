/** Environment variables that make a Node process do something else than our engine. */
const unwanted = /^(NODE_OPTIONS|NODE_PATH|ELECTRON_RUN_AS_NODE|LD_PRELOAD|DYLD_.*)$/

/** The environment for the engine: ours without what could change the code that runs; cloud credentials stay. */
export function engineEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined && !unwanted.test(name)) kept[name] = value
  return kept
}
