import { createActionRunner } from '../../../src/effects/action-runner.ts'
import { createRedactor } from '../../../src/sink/redact.ts'

const runner = createActionRunner(process.env, createRedactor())

const steps: Readonly<Record<string, () => Promise<unknown> | unknown>> = {
  context: () => runner.log.info(JSON.stringify(runner.context)),
  inputs: () => runner.log.info(JSON.stringify([...runner.inputs()])),
  output: () => runner.output('verdict', 'pass'),
  summary: () => runner.summary((mostBytes) => `room ${mostBytes}`),
  annotate: () =>
    runner.annotate({
      level: 'warning',
      title: 'Size: grown, a lot',
      message: `::error::no\n##[error]no\u202e${'x'.repeat(2000)}`,
      file: 'docker/Dockerfile',
      line: 7,
    }),
  async secret() {
    runner.secret('short')
    runner.secret('line-one-secret\n}\nline-two-secret')
    runner.log.info('short line-one-secret and line-two-secret')
    await runner.output('report', '/tmp/line-one-secret')
  },
  async log() {
    await runner.log.group('Build ##[group]before', async () => {
      runner.log.progress('step 1, 1 s')
      runner.log.progress('step 1, 2 s')
      runner.log.foreign('::error::from a build\n##[set-env]x')
      await runner.log.group('inner', async () => runner.log.debug('details'))
    })
    runner.log.warning('a name: ::add-mask::x')
  },
}

await steps[process.argv[2] ?? '']?.()
