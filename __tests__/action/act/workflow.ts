import { stringify } from 'yaml'

/** One step of a workflow, as YAML has it. */
export type Step = Readonly<Record<string, unknown>>

const keepResults: Step = {
  if: 'always()',
  env: { OUTPUTS: '$' + '{{ toJSON(steps.size.outputs) }}' },
  run: 'echo "$OUTPUTS" >$KEEP/outputs.json',
}

/**
 * A workflow on pull requests and pushes with the action as its step `size`, between other steps; a later step
 * keeps its outputs. `job` adds to the job's keys.
 */
export function workflow(
  inputs: Readonly<Record<string, string>>,
  around: { readonly first?: readonly Step[]; readonly last?: readonly Step[]; readonly job?: Step } = {},
): string {
  const { first = [], last = [], job = {} } = around
  const size = { id: 'size', uses: 'image-size-guard/image-size-guard@v0', with: inputs }
  const steps = [{ uses: 'actions/checkout@v7' }, ...first, size, keepResults, ...last]
  const jobs = { size: { 'runs-on': 'ubuntu-latest', ...job, steps } }
  return stringify({ name: 'Image size', on: ['pull_request', 'push'], jobs })
}
