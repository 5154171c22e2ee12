import type { InputSpec } from './spec.ts'

const token = expression('github.token')

/** What holds for the whole run. */
export const runInputs: readonly InputSpec[] = [
  {
    name: 'override-label',
    kind: 'text',
    scope: 'run',
    field: 'config.overrideLabel',
    default: null,
    example: 'size-increase-ok',
    description:
      'Label of the pull request that turns crossed `max-increase` and `min-decrease` limits into warnings.',
  },
  {
    name: 'config',
    kind: 'path',
    scope: 'outside',
    field: 'config.file',
    default: '`.github/image-size.yml` when it exists',
    example: '.github/image-size.yml',
    description: 'Configuration file with the same settings and more, for one or several images.',
  },
  {
    name: 'comment',
    kind: 'choice',
    scope: 'run',
    field: 'publish.comment',
    default: '`auto`',
    choices: ['auto', 'always', 'never'],
    example: 'auto',
    description:
      'When to comment on the pull request: `auto` (a new comment only for a change of size, a warning or a failure), `always` or `never`.',
  },
  {
    name: 'comment-key',
    kind: 'text',
    scope: 'run',
    field: 'publish.commentKey',
    default: "workflow path, job and matrix values, and the image's name where there is one image",
    example: 'web',
    description: 'Names the comment; runs with the same key update the same comment.',
  },
  {
    name: 'github-token',
    kind: 'text',
    scope: 'outside',
    field: 'publish.githubToken',
    default: "the job's own token",
    actionDefault: token,
    example: token,
    description: 'Token that reads labels and writes the comment.',
  },
  {
    name: 'summary',
    kind: 'boolean',
    scope: 'run',
    field: 'publish.summary',
    default: '`true`',
    example: 'false',
    description: 'Write the report to the job summary.',
  },
  {
    name: 'annotations',
    kind: 'boolean',
    scope: 'run',
    field: 'publish.annotations',
    default: '`true`',
    example: 'false',
    description: 'Annotate the lines of the Dockerfile that findings point at.',
  },
  {
    name: 'engine-access',
    kind: 'choice',
    scope: 'run',
    field: 'config.engineAccess',
    default: '`auto`',
    choices: ['auto', 'metadata', 'export'],
    example: 'export',
    description:
      "Whether images are measured from the engine's own files, read through its socket: `auto` (where that works, else by an export), `metadata` (only so) or `export` (never).",
  },
  {
    name: 'timeout',
    kind: 'duration',
    scope: 'run',
    field: 'config.timeoutMs',
    default: '`30m`',
    example: '30m',
    description: 'Time that the whole run has.',
  },
  {
    name: 'cache-dir',
    kind: 'text',
    scope: 'outside',
    field: 'config.cacheDirectory',
    default: "in an action a temporary directory that is kept in the runner's cache; in a terminal `none`",
    example: '/var/cache/image-size-guard',
    description:
      'Directory outside the checkout that keeps the lists of files of layers, so that a base image is read once; `none` for none.',
  },
  {
    name: 'insecure-registries',
    kind: 'lines',
    scope: 'outside',
    field: 'config.insecureRegistries',
    default: 'those on this machine',
    example: 'registry.internal:5000',
    description:
      'Registries that `registry:` may reach by plain HTTP, as `HOST:PORT`, one a line; passwords for them go over the network unencrypted.',
  },
  {
    name: 'matrix',
    kind: 'text',
    scope: 'outside',
    hidden: true,
    field: 'publish.commentKey',
    default: null,
    actionDefault: expression('toJSON(matrix)'),
    example: '{}',
    description: 'Set by the action itself: the matrix values that are part of the default `comment-key`.',
  },
]

/** As the runner's template language has it. */
function expression(text: string): string {
  return `\${{ ${text} }}`
}
