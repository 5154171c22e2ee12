import { isRecord, listAt, recordAt } from './json.ts'

/**
 * One step of a build: what its first output is built on. `image` is the name that a source step looked up. `below`
 * is the input that its layer lies on, null for none; of a merge, `above` are the inputs that lie on that.
 */
export interface Step {
  readonly id: string
  readonly kind: 'image' | 'other source' | 'layer' | 'merge' | 'result'
  readonly image: string | null
  readonly below: string | null
  readonly above: readonly string[]
}

/**
 * Reads an operation of BuildKit's low-level build definition, as the provenance has it (solver/pb/ops.proto of
 * moby/buildkit in JSON, where a 0 may be left out). Null for what is not understood.
 */
export function toStep(value: unknown): Step | null {
  const id = isRecord(value) ? value.id : null
  const inputs = listAt(value, 'inputs') ?? []
  if (typeof id !== 'string' || !inputs.every((input): input is string => typeof input === 'string'))
    return null
  const step = { id, image: null, below: null, above: [] }
  const op = recordAt(value, 'op', 'Op') ?? {}
  if (Object.keys(op).length === 0) return { ...step, kind: 'result', below: inputs[0] ?? null }
  if (recordAt(op, 'source')) return { ...step, ...toSource(recordAt(op, 'source')) }
  if (recordAt(op, 'exec')) return madeOn(step, rootOf(recordAt(op, 'exec')), inputs)
  if (recordAt(op, 'file')) return madeOn(step, lowestOf(recordAt(op, 'file'), inputs.length), inputs)
  if (recordAt(op, 'merge'))
    return { ...step, kind: 'merge', below: inputs[0] ?? null, above: inputs.slice(1) }
  return null
}

/** True for a step that was understood. */
export function isStep(step: Step | null): step is Step {
  return step !== null
}

function toSource(source: Readonly<Record<string, unknown>> | null): Pick<Step, 'kind' | 'image'> {
  const identifier = typeof source?.identifier === 'string' ? source.identifier : ''
  const [, image = null] = /^(?:docker-image|oci-layout):\/\/(.+)$/s.exec(identifier) ?? []
  return { kind: image === null ? 'other source' : 'image', image }
}

/** The step with its input of that number below it; −1 stands for none, null for what was not understood. */
function madeOn(step: Omit<Step, 'kind'>, input: number | null, inputs: readonly string[]): Step | null {
  if (input === null || input < -1 || input >= inputs.length) return null
  return { ...step, kind: 'layer', below: input < 0 ? null : (inputs[input] ?? null) }
}

// The mount at / is the file system that a command changes.
function rootOf(exec: Readonly<Record<string, unknown>> | null): number | null {
  const root = (listAt(exec, 'mounts') ?? []).find((mount) => recordAt(mount)?.dest === '/')
  return root === undefined ? null : numberOf(recordAt(root), 'input')
}

// An action's input is one of the step's, or (counted on from these) an earlier action of the same step.
function lowestOf(file: Readonly<Record<string, unknown>> | null, inputs: number): number | null {
  const actions = listAt(file, 'actions') ?? []
  let at = actions.findLast((action) => numberOf(recordAt(action), 'output') === 0)
  for (let followed = 0; at !== undefined && followed <= actions.length; followed += 1) {
    const input = numberOf(recordAt(at), 'input')
    if (input === null || input < inputs) return input
    at = actions[input - inputs]
  }
  return null
}

function numberOf(value: Readonly<Record<string, unknown>> | null, name: string): number | null {
  const number = value?.[name] ?? 0
  return Number.isSafeInteger(number) ? (number as number) : null
}
