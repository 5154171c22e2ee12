import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import schema from '../../../image-size.schema.json' with { type: 'json' }
import { flagInputs } from '../../../src/config/flag-values.ts'
import { readFlags } from '../../../src/config/flags.ts'
import { helpText } from '../../../src/config/flags-help.ts'
import { inputs, notBuilt } from '../../../src/config/inputs/inputs.ts'
import type { InputSpec } from '../../../src/config/inputs/spec.ts'
import { fileLine } from '../../../src/config/setting.ts'
import { read } from './reading.ts'

const root = new URL('../../../', import.meta.url)
const action = parse(readFileSync(new URL('action.yml', root), 'utf8'))
const names = (list: readonly InputSpec[]) => list.map(({ name }) => name).sort()
const isTwin = ({ name }: InputSpec) => /^(before|after)-/.test(name)
const inFile = inputs.filter((input) => input.scope !== 'outside' && !isTwin(input))
const ofImage = inFile.filter(({ scope }) => scope === 'image')
const keys = (value: object) => Object.keys(value).sort()

test('no name is in the table twice, and none is both built and not built', () => {
  expect(new Set(names(inputs)).size).toBe(inputs.length)
  expect(inputs.filter(({ name }) => notBuilt.includes(name))).toEqual([])
})

test('action.yml has the inputs of the table, with their descriptions and defaults', () => {
  const expected = inputs.map((input) => [
    input.name,
    {
      description: input.description + (input.default === null ? '' : ` Default: ${input.default}.`),
      required: false,
      ...(input.actionDefault === undefined ? {} : { default: input.actionDefault }),
    },
  ])
  expect(action.inputs).toEqual(Object.fromEntries(expected))
})

test('action.yml has a default only where the configuration file cannot be overruled by it', () => {
  const withDefault = inputs.filter(({ actionDefault }) => actionDefault !== undefined)
  expect(withDefault.map(({ name, scope }) => [name, scope])).toEqual([
    ['github-token', 'outside'],
    ['matrix', 'outside'],
  ])
})

test('action.yml has the outputs and entries of the design', () => {
  expect(keys(action.outputs)).toEqual(
    ['after-size', 'before-size', 'comment-url', 'delta', 'delta-percent', 'report', 'verdict'].sort(),
  )
  expect(action.runs).toEqual({
    using: 'node24',
    main: 'dist/index.mjs',
    post: 'dist/index.mjs',
    'post-if': 'always()',
  })
})

test('the schema has the keys of the table: at the top, in an image and in a side', () => {
  expect(keys(schema.properties)).toEqual([...names(inFile), '$schema', 'defaults', 'images'].sort())
  expect(keys(schema.definitions.image.properties)).toEqual(names(ofImage))
  const twins = inputs.filter(isTwin).map(({ name }) => name.replace(/^(before|after)-/, ''))
  for (const side of [schema.definitions.before, schema.definitions.after]) {
    expect(keys(side.properties)).toEqual([...new Set([...twins, 'source'])].sort())
  }
  const beside = schema.then.propertyNames.enum.filter(
    (name) => !['$schema', 'defaults', 'images'].includes(name),
  )
  expect(beside.sort()).toEqual(names(inFile.filter(({ scope }) => scope === 'run')))
})

test('the schema describes each key as the table does', () => {
  const described = Object.entries(schema.definitions).flatMap(([name, shape]) =>
    'description' in shape ? [[name, shape.description]] : [],
  )
  expect(Object.fromEntries(described)).toEqual(
    Object.fromEntries(inFile.map(({ name, description }) => [name, description])),
  )
})

test('the configuration has a field for each input, and no field without one', async () => {
  const config = await read({ inputs: { 'expect-pass': 'a' } })
  const image = config.images[0]!
  const without = (value: object, ...own: string[]) => keys(value).filter((key) => !own.includes(key))
  const fields = [
    ...without(image.before, 'build'),
    ...keys(image.before.build).map((key) => `build.${key}`),
    ...without(
      image.probes[0]!,
      ...['id', 'name', 'kind', 'argv', 'exact', 'entrypoint', 'stdout', 'stderr', 'origin'],
    ).map((key) => `probe.${key}`),
    ...without(image, 'name', 'compared', 'before', 'after').map((key) => `image.${key}`),
    ...keys(config.publish).map((key) => `publish.${key}`),
    ...without(config, 'images', 'publish', 'dive', 'origins').map((key) => `config.${key}`),
  ]
  expect([...new Set<string>(inputs.map(({ field }) => field))].sort()).toEqual(fields.sort())
})

test('every input is a flag, except what only action.yml sets', () => {
  expect(names(flagInputs)).toEqual(names(inputs).filter((name) => name !== 'matrix'))
  for (const { name, example } of flagInputs) {
    expect(readFlags(['compare', `--${name}=${example}`])).toMatchObject({
      inputs: new Map([[name, example]]),
    })
    expect(helpText()).toContain(`\n  --${name}`)
  }
})

const files = { '.github/image-size.yml': 'max-size: 1GB' }

test.each(inputs.map((input) => [input.name, input] as const))(
  'the example of %s is a good input',
  async (name, input) => {
    await expect(read({ inputs: { [name]: input.example }, files })).resolves.toHaveProperty('images')
  },
)

test.each(inputs.filter(({ scope }) => scope !== 'outside').map((input) => [input.name, input] as const))(
  'the line for %s is a good file',
  async (name, input) => {
    const { origins } = await read({ file: fileLine(input, input.example) })
    expect(origins[input.aliasOf ?? name]).toBe('file')
  },
)

test("the README's tables are what action.yml says", () => {
  const script = new URL('script/readme-tables.mjs', root)
  execFileSync(process.execPath, [script.pathname, '--check'], { stdio: 'pipe' })
  const readme = readFileSync(new URL('README.md', root), 'utf8')
  const tables = readme.slice(readme.indexOf('<!-- inputs -->'), readme.indexOf('<!-- /outputs -->'))
  const rows = [...tables.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name)
  expect(rows).toEqual([
    ...inputs.map(({ name }) => name).filter((name) => name !== 'matrix'),
    ...Object.keys(action.outputs),
  ])
})
