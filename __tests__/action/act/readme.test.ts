import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { parse } from 'yaml'
import { type GitHubServer, startGitHubServer } from '../../github-server/server.ts'
import { runWorkflow } from './run-workflow.ts'
import { baseImage, sampleRepository } from './sample-repository.ts'

jest.setTimeout(120_000)

const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')
const blocks = [...readme.matchAll(/^ *```ya?ml\n(.*?)^ *```$/gms)].map(([, text = '']) => text)
const workflows = blocks.filter((text) => 'jobs' in parse(text))
/** The blocks that are no workflow, by the path that their first line names. */
const files = new Map(blocks.filter((text) => !workflows.includes(text)).map((text) => [pathOf(text), text]))

function pathOf(text: string): string {
  return /^# (\S+)\n/.exec(text)?.[1] ?? 'a block without a path in its first line'
}

let server: GitHubServer
beforeAll(async () => {
  server = await startGitHubServer()
})
afterAll(() => server.close())

/** A service with a worker beside it, whose image grows by a hundredth of a per cent. */
async function sample(more: Readonly<Record<string, string>>) {
  const dockerfile = `FROM ${await baseImage()}\nCOPY app /app\n`
  return sampleRepository(
    { Dockerfile: dockerfile, 'worker/Dockerfile': dockerfile, app: 'x'.repeat(1000), ...more },
    { app: 'x'.repeat(20_000) },
  )
}

test('every YAML block of the README is a workflow, or a file that a workflow of it names', () => {
  expect(workflows.length).toBeGreaterThanOrEqual(3)
  for (const path of files.keys()) expect(workflows.some((text) => text.includes(path))).toBe(true)
  expect(readme.match(/```ya?ml/g)).toHaveLength(blocks.length)
})

test.each(workflows.map((text) => [String(parse(text).name), text]))(
  '"%s" passes and comments',
  async (_, text) => {
    server.state.comments = []
    const named = [...files].filter(([path]) => text.includes(path))
    const repository = await sample(Object.fromEntries(named))
    try {
      const run = await runWorkflow(text, repository, server)
      expect(run.log).not.toMatch(/::(error|warning)/)
      expect(run.succeeded).toBe(true)
      expect(server.state.comments).toHaveLength(1)
      expect(server.state.comments[0]?.body).toMatch(/### ✅ Image size.*Passed: /s)
      expect(server.violations).toEqual([])
    } finally {
      await repository.remove()
    }
  },
)
