import { buildInputs } from './build-inputs.ts'
import { builderInputs } from './builder-inputs.ts'
import { containerInputs } from './container-inputs.ts'
import { limitInputs } from './limit-inputs.ts'
import { probeInputs } from './probe-inputs.ts'
import { runInputs } from './run-inputs.ts'
import type { InputSpec } from './spec.ts'

/**
 * The one table of inputs, twins written out, in the order in which a reader sees them. action.yml,
 * the JSON schema, the flags and the README are held against it by a test.
 */
export const inputs: readonly InputSpec[] = [
  ...buildInputs,
  ...builderInputs,
  ...probeInputs,
  ...containerInputs,
  ...limitInputs,
  ...runInputs,
].flatMap(withTwins)

/** Names that the design has and that nothing reads yet; using one is a mistake with its own sentence. */
export const notBuilt: readonly string[] = [
  'bake',
  'compose',
  'measure-time',
  'probe-files',
  'profiles',
  'show-env',
]

const byName: ReadonlyMap<string, InputSpec> = new Map(inputs.map((input) => [input.name, input]))

/** The input of a name that is in the table; a name that is not is a bug. */
export function inputOf(name: string): InputSpec {
  const found = byName.get(name)
  if (found === undefined) throw new Error(`no input is called ${name}`)
  return found
}

/** Whether the table has an input of this name. */
export function isInput(name: string): boolean {
  return byName.has(name)
}

function withTwins(input: InputSpec): InputSpec[] {
  if (input.twins === undefined) return [input]
  const { twins, ...plain } = input
  const twin = (side: 'before' | 'after'): InputSpec => ({
    ...plain,
    name: `${side}-${input.name}`,
    default: `as \`${input.name}\``,
    description: `The same for the ${side} side only.`,
  })
  return [input, twin('before'), twin('after')]
}
