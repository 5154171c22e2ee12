import type { GitHubEvent, RunContext, Runner } from '../../src/effects/runner.ts'
import { createLogText } from '../../src/sink/log-text.ts'
import { createRedactor } from '../../src/sink/redact.ts'

/** A runner in memory: what was handed to it. */
export interface MemoryRunner extends Runner {
  readonly outputs: Map<string, string>
  readonly annotations: Parameters<Runner['annotate']>[0][]
  /** Lines of the log, as the sink lets them through. */
  readonly lines: string[]
  summaryText: string
}

/** A job of `octo/guarded` that hands on its results to memory and keeps files in `directory`. */
export function createMemoryRunner(directory: string, event: GitHubEvent | null): MemoryRunner {
  const redactor = createRedactor()
  const text = createLogText(redactor)
  const lines: string[] = []
  const runner: MemoryRunner = {
    outputs: new Map(),
    annotations: [],
    lines,
    summaryText: '',
    context: contextOf(directory, event),
    inputs: () => new Map(),
    environment: () => null,
    log: {
      info: (line) => lines.push(...text.own(line)),
      warning: (line) => lines.push(...text.own(`Warning: ${line}`)),
      debug: () => {},
      foreign: (foreign) => lines.push(...text.foreign(foreign)),
      group: (_title, inside) => inside(),
      progress: () => {},
    },
    async output(name, value) {
      runner.outputs.set(name, value)
    },
    async summary(render) {
      runner.summaryText += redactor.redact(render(1_000_000))
    },
    annotate: (annotation) => runner.annotations.push(annotation),
    secret: (value) => redactor.add(value),
    redact: (value) => redactor.redactValue(value),
  }
  return runner
}

function contextOf(directory: string, event: GitHubEvent | null): RunContext {
  return {
    kind: 'action',
    directory,
    temporaryDirectory: directory,
    outputDirectory: directory,
    event,
    repository: 'octo/guarded',
    serverUrl: 'https://github.example',
    apiUrl: null,
    sha: null,
    ref: null,
    workflow: '.github/workflows/size.yml',
    job: 'size',
    runId: '1',
    runNumber: 12,
    runAttempt: 1,
  }
}
