import { flagInputs } from './flag-values.ts'
import { type InputSpec, isList } from './inputs/spec.ts'

const head = `image-size-guard: size-regression checks for container images

Usage:
  image-size-guard compare [FLAGS]          build both sides, measure, probe, judge and print
  image-size-guard inspect SOURCE [FLAGS]   measure one image and print what it is made of
  image-size-guard render REPORT.json       print a report that was written with --format json
  image-size-guard sweep                    remove what a killed run left in the engine

SOURCE is worktree, git:REF, dockerfile:PATH, image:REF, archive:PATH[#NAME] or registry:REF.
An archive is a docker-save or OCI tar, plain, with gzip or with zstd, or an OCI layout (directory).
NAME tells which of several images in it is meant.

Flags of compare, inspect and render:
  --format text|markdown|json   what to print; default: text
  --output FILE                 write it to a file instead

Flags of compare, and of inspect as far as one image has them (* may be repeated):
`

const tail = `
  --help, --version

Exit codes: 0 pass or warn, 1 fail, 2 could not measure, 3 a mistake in the configuration.
`

/** The text of `--help`, made from the table of inputs. */
export function helpText(): string {
  return `${head}${flagInputs.map(describe).join('')}${tail}`
}

function describe(input: InputSpec): string {
  const value = input.kind === 'boolean' ? '' : ` ${input.choices?.join('|') ?? placeholder(input)}`
  const standard = input.default === null ? '' : ` (default: ${input.default})`
  const text = `${input.description}${standard}`.replaceAll('`', '')
  const star = isList(input.kind) ? ' *' : ''
  return `  --${input.name}${value}${star}\n${wrap(text, 8)}\n`
}

function placeholder({ kind }: InputSpec): string {
  return kind === 'pairs' ? 'NAME=VALUE' : kind === 'path' ? 'PATH' : kind.replace(/s$/, '').toUpperCase()
}

/** Breaks at spaces, so that no line is longer than 100 columns where words allow it. */
function wrap(text: string, indent: number): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line === undefined || line.length + word.length + 1 > 100 - indent) lines.push(word)
    else lines[lines.length - 1] = `${line} ${word}`
  }
  return lines.map((line) => ' '.repeat(indent) + line).join('\n')
}
