import type { InputSpec } from './spec.ts'

/** The container of `expect-pass` and `expect-fail`; `absent` always sees the image alone. */
export const containerInputs: readonly InputSpec[] = [
  {
    name: 'probe-user',
    kind: 'text',
    scope: 'image',
    field: 'probe.user',
    default: "the image's own",
    example: '1000:1000',
    description: 'User of the `expect-pass` and `expect-fail` commands.',
  },
  {
    name: 'probe-workdir',
    kind: 'text',
    scope: 'image',
    field: 'probe.workdir',
    default: "the image's own",
    example: '/workspace',
    description: 'Working directory of the `expect-pass` and `expect-fail` commands.',
  },
  {
    name: 'probe-env',
    kind: 'pairs',
    scope: 'image',
    field: 'probe.env',
    default: null,
    example: 'LOG_LEVEL=debug',
    description: 'Variables for the `expect-pass` and `expect-fail` commands, one `NAME=VALUE` a line.',
  },
  {
    name: 'probe-mounts',
    kind: 'mounts',
    scope: 'image',
    field: 'probe.mounts',
    default: null,
    example: 'tests:/tests',
    description:
      'Bind mounts of the checkout, one `SOURCE:TARGET` a line, read-only; `SOURCE:TARGET:rw` may be written.',
  },
  {
    name: 'probe-checkout',
    kind: 'text',
    scope: 'image',
    field: 'probe.checkout',
    default: null,
    example: '/workspace',
    description:
      "Path in the container that gets a throw-away copy of the side's tree, for `expect-pass` and `expect-fail`.",
  },
]
