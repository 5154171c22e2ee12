import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { type GitHubServer, startGitHubServer } from '../../github-server/server.ts'
import { runWorkflow, token, type WorkflowRun } from './run-workflow.ts'
import { baseImage, sampleRepository } from './sample-repository.ts'
import { workflow } from './workflow.ts'

jest.setTimeout(120_000)

// Every hostile line holds this word, so that it can be found wherever it is shown.
const word = 'pwned'
const lines = [
  `::error::${word}`,
  `  ::set-output name=verdict::${word}`,
  `::add-mask::${word}`,
  `\t##[error]${word}`,
  `\u001b[2J\u001b]8;;https://example.com\u0007${word}`,
  `${token} ${word}`,
]
/** Prints the lines, also behind a bare carriage return, and exits with its argument. */
const program = `cat <<'END'\n${lines.join('\n')}\nprogress\r::warning::${word}\nEND\nexit $1\n`
const directory = `##[group]${word}`
const dockerfile = (from: string, exit: number): string =>
  [
    `FROM ${from}`,
    'COPY hostile.sh /',
    `RUN sh /hostile.sh ${exit} && mkdir -p '/opt/##[error]${word}' && cp /bin/true '/opt/##[error]${word}/gcc'`,
    'COPY . /app',
    '',
  ].join('\n')
const makeUntracked = { run: `touch "$(printf 'file\\n::warning::${word}\\n##[warning]${word}')"` }
const keepReport = { if: 'always()', run: 'cp "$' + '{{ steps.size.outputs.report }}" $KEEP/report.json' }

let server: GitHubServer
let probed: WorkflowRun
let notBuilt: WorkflowRun
beforeAll(async () => {
  server = await startGitHubServer()
  const from = await baseImage()
  const file = `${directory}/Dockerfile`
  const repository = await sampleRepository(
    { [file]: dockerfile(from, 0), 'hostile.sh': program },
    { change: 'x' },
  )
  const around = { first: [makeUntracked], last: [keepReport] }
  const probes = { absent: 'gcc', 'expect-pass': 'sh /hostile.sh 1' }
  probed = await runWorkflow(workflow({ context: '.', file, ...probes }, around), repository, server)
  const broken = await repository.push({ [file]: dockerfile(from, 1) })
  const prepare = 'sh hostile.sh 0'
  notBuilt = await runWorkflow(workflow({ context: '.', file, prepare }, around), broken, server)
  await repository.remove()
})
afterAll(() => server.close())

/** Lines of the log that show a hostile text, without act's own prefix and what it prints of the summary. */
function hostileLines({ log }: WorkflowRun): string[] {
  return log
    .replace(/Summary - .*?\n\[Image size/gs, '')
    .split(/\r\n|[\r\n]/)
    .filter((line) => line.includes(word) && !line.includes(' Main touch '))
    .map((line) => line.replace(/^\[Image size\/size\] {3}/, ''))
}

/** What our own annotation or group says may be hostile, not how it begins. */
const ownCommand = /^\S+ {2}::(?:error|warning) title=Image size,file=|^\S+ {2}::group::Build /

test('is no command of its own in the log, whether it is printed by a build, a command or a probe, or is a name', () => {
  for (const run of [probed, notBuilt]) {
    const shown = hostileLines(run)
    expect(shown.length).toBeGreaterThan(15)
    for (const line of shown.filter((line) => !ownCommand.test(line))) expect(line).toMatch(/^ *\| (?!\s*::)/)
    for (const line of shown) expect(line).not.toContain('##[')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there.
    expect(run.log).not.toMatch(/\u001b\[2J|\u001b\]8|\u0007/)
  }
})

test('changes no output', () => {
  const verdict = ({ kept }: WorkflowRun): unknown => JSON.parse(kept['outputs.json'] ?? '').verdict
  expect([probed, notBuilt].map(verdict)).toEqual(['fail', 'not-measured'])
})

test('cannot make the token be shown: not in the log, the summary, the report, an output or the comment', () => {
  for (const { log, kept } of [probed, notBuilt]) {
    expect(log).toContain(`| *** ${word}`)
    expect(log).not.toContain(token)
    expect(JSON.stringify(kept)).not.toContain(token)
  }
  expect(server.state.comments).toHaveLength(1)
  expect(JSON.stringify(server.state)).not.toContain(token)
})
