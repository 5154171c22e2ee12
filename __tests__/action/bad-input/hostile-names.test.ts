import { afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import { startGitHubServer } from '../../github-server/server.ts'
import { baseImage } from '../act/sample-repository.ts'
import { leavingNothing } from '../engine-state.ts'
import { runAction, runTerminal } from '../run-program.ts'
import { pullRequest, type Workplace, workplace } from '../workplace.ts'

jest.setTimeout(60_000)

let place: Workplace
let shell: string
beforeAll(async () => {
  shell = await baseImage()
})
afterEach(() => place.remove())

/** A line break, a runner's command, a backtick, a pipe, HTML, an ANSI sequence, a bidi control. */
const hostile = 'x\n::error::hacked\u001b[31m`|<b onclick=1>\u202e@all'
/** What moves a cursor or hides: every control character but the line break, and bidi controls. */
const unseen = /(?!\n)\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

const good = 'FROM scratch\nCOPY a /a\n'

/** Lines that a runner would obey (actions/runner, ActionCommand.cs), but for those that are ours. */
function foreignCommands(log: string): string[] {
  const ours = /^::(?:add-mask::|group::Build |endgroup::|error title=Image size,)/
  return log.split('\n').filter((line) => (/^\s*::/.test(line) && !ours.test(line)) || line.includes('##['))
}

test('names of files and steps, and what a build prints, stay text in log, comment and summary', async () => {
  const print =
    "printf '::error::hacked\\n\\033[2J##[error]x\\r::stop-commands::t\\n```\\n<b>|\\342\\200\\256\\n'"
  const broken = `FROM ${shell}\nCOPY a* /\nRUN cd / && ${print} && ls -d a* && exit 3 # <b>|\`::error::x\n`
  place = await pullRequest({ Dockerfile: good, a: '1' }, { Dockerfile: broken, [`a${hostile}`]: '22' })
  const server = await startGitHubServer()
  server.state.headSha = place.head
  const run = await leavingNothing(place, () => runAction(place, { server, inputs: { 'max-size': '1MB' } }))
  await server.close()
  expect(run).toMatchObject({ exitCode: 2, stderr: '' })
  expect(foreignCommands(run.stdout)).toEqual([])
  expect(run.stdout.match(unseen)).toBeNull()

  const printed = ['::error::hacked', '\\x1b[2J## [error]x', '::stop-commands::t', '```', '<b>|\\u{202e}']
  const listed = ['a', 'ax', '::error::hacked\\x1b[31m`|<b onclick=1>\\u{202e}@all', '']
  const shown = [...printed, ...listed].map((line) => (line === '' ? line : `| ${line}`)).join('\n')
  expect(run.stdout.split(shown)).toHaveLength(3)

  const comment = server.state.comments[0]?.body ?? ''
  const inMarkdown = shown.replace('## [', '##[')
  expect(comment).toContain(`\n\`\`\`\`\n${inMarkdown}\`\`\`\`\n`)
  expect(run.summary).toContain(`\n\`\`\`\`\n${inMarkdown}\`\`\`\`\n`)
  for (const text of [comment, run.summary]) {
    expect(text.match(unseen)).toBeNull()
    expect(text.replace(inMarkdown, '')).not.toMatch(/<b|@all|::error/)
  }
})

test('names of files beyond the commit and of probes stay text', async () => {
  place = await workplace({ Dockerfile: good, a: '1' }, { [`b${hostile}`]: '1' })
  const argv = JSON.stringify([`/b${hostile}`])
  const run = await leavingNothing(place, () => runTerminal(place, ['compare', '--expect-pass', argv]))
  expect(run.exitCode).not.toBe(0)
  expect(run.stdout.match(unseen)).toBeNull()
  expect(run.stdout).toContain(
    '\nBeyond the commit: 1 file (1 B) in the after build context can look like growth: bx\\x0a::error::hacked\\x1b[31m`|<b onclick=1>\\u{202e}@all\n',
  )
  expect(run.stdout).toContain(
    '\npasses ["/bx\\n::error::hacked\\\\u001b[31m`|<b onclick=1>\\u{202e}@all"]: ',
  )
})
