// Writes the tables of inputs and outputs in README.md from action.yml, between their markers.
// With --check nothing is written: exit 1 when the tables are not what action.yml says.
import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'

const action = parse(readFileSync(new URL('../action.yml', import.meta.url), 'utf8'))
const readme = new URL('../README.md', import.meta.url)
const before = readFileSync(readme, 'utf8')
const shown = Object.entries(action.inputs).filter(([name]) => name !== 'matrix')
const after = between(between(before, 'inputs', inputTable(shown)), 'outputs', outputTable(action.outputs))

if (!process.argv.includes('--check')) writeFileSync(readme, after)
else if (after !== before) {
  process.stderr.write(
    'README.md: the tables are not what action.yml says. Run: node script/readme-tables.mjs\n',
  )
  process.exitCode = 1
}

function inputTable(inputs) {
  const rows = inputs.map(([name, { description }]) => {
    const [, text, standard = ''] = /^(.*?)(?: Default: (.*)\.)?$/.exec(description)
    return `| \`${name}\` | ${cell(text)} | ${cell(standard)} |`
  })
  return ['| Input | Meaning | Default |', '|---|---|---|', ...rows].join('\n')
}

function outputTable(outputs) {
  const rows = Object.entries(outputs).map(
    ([name, { description }]) => `| \`${name}\` | ${cell(description)} |`,
  )
  return ['| Output | Meaning |', '|---|---|', ...rows].join('\n')
}

function cell(text) {
  return text.replaceAll('|', '\\|')
}

function between(text, name, table) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`README.md has no markers ${start} and ${end}`)
  return `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`
}
