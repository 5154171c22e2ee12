import type { InputSpec } from './spec.ts'

const limits = [
  ['max-size', '200MB', 'Most bytes that the after image may have.'],
  [
    'max-increase',
    '2%, 10MB',
    'Most that the image may grow: a percentage, a size, or both (the tighter counts). `0` is valid.',
  ],
  [
    'min-decrease',
    '10%',
    'Least that the image must shrink: a percentage, a size, or both (both must be reached).',
  ],
  [
    'max-wasted',
    '5%',
    'Most bytes that later layers may overwrite or delete: a size, or a percentage of the image.',
  ],
] as const

/** The rules on numbers, each with a `warn-` form that never fails the step. */
export const limitInputs: readonly InputSpec[] = [
  ...limits.map(([name, example, description]) => limit(name, example, description)),
  ...limits.map(([name, example]) =>
    limit(`warn-${name}`, example, `Like \`${name}\`, but crossing it only warns.`),
  ),
  {
    name: 'noise-floor',
    kind: 'size',
    scope: 'image',
    field: 'image.noiseFloor',
    default: '`0`',
    example: '100kB',
    description: 'A growth below this size meets every `max-increase`, and nothing smaller is advised on.',
  },
]

function limit(name: string, example: string, description: string): InputSpec {
  return { name, kind: 'limit', scope: 'image', field: 'image.limits', default: null, example, description }
}
