/**
 * What must be undone at the end of a run, however it ends. Steps run last in, first out; one that
 * fails does not keep the others from running. `run` returns what went wrong, as sentences.
 */
export interface Cleanup {
  defer(what: string, undo: () => Promise<void>): void
  run(): Promise<string[]>
}

/** A cleanup with nothing in it. Running it twice undoes nothing twice. */
export function createCleanup(): Cleanup {
  const steps: { what: string; undo: () => Promise<void> }[] = []
  return {
    defer(what, undo) {
      steps.push({ what, undo })
    },
    async run() {
      const problems: string[] = []
      for (let step = steps.pop(); step; step = steps.pop()) {
        try {
          await step.undo()
        } catch (error) {
          problems.push(`${step.what}: ${error instanceof Error ? error.message : String(error)}`)
        }
      }
      return problems
    },
  }
}
