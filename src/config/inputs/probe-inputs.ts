import type { InputSpec } from './spec.ts'

/** What must be gone, what must work, what must not; and what surrounds these programs. */
export const probeInputs: readonly InputSpec[] = [
  {
    name: 'absent',
    kind: 'names',
    scope: 'image',
    field: 'image.probes',
    default: null,
    example: 'gcc',
    description:
      'Programs that must not be in the image, one name a line. `gcc` covers `gcc-12` too; `exact:gcc` does not.',
  },
  {
    name: 'expect-pass',
    kind: 'commands',
    scope: 'image',
    field: 'image.probes',
    default: null,
    example: 'python --version',
    description:
      'Commands that must exit 0, one a line, run without a shell. A line that starts with `-` goes to the entry point.',
  },
  {
    name: 'expect-fail',
    kind: 'commands',
    scope: 'image',
    field: 'image.probes',
    default: null,
    example: 'gcc --version',
    description: 'Commands that must fail, one a line: run and exit 1 to 125, or not be in the image.',
  },
  {
    name: 'probe-timeout',
    kind: 'duration',
    scope: 'image',
    field: 'probe.timeoutMs',
    default: '`60s`',
    example: '60s',
    description: 'Time that each probe has.',
  },
  {
    name: 'probe-memory',
    kind: 'memory',
    scope: 'image',
    field: 'probe.memoryBytes',
    default: '`2GiB`',
    example: '512MiB',
    description: 'Memory that each probe has.',
  },
  {
    name: 'probe-pids',
    kind: 'count',
    scope: 'image',
    field: 'probe.pids',
    default: '`512`',
    example: '512',
    description: 'Processes and threads that each probe may have.',
  },
  {
    name: 'probe-network',
    kind: 'text',
    scope: 'image',
    field: 'probe.network',
    default: '`none`',
    example: 'none',
    description: 'Network of the probes: `none`, `bridge`, `host` or the name of a network.',
  },
]
