import { count } from '../format.ts'
import type { Finding } from '../judge/judgement.ts'
import { splitLines } from '../sink/neutralise.ts'
import type { ReportImage } from './report.ts'

/** The advice among an image's findings: what this change brought, and what the before image has too. */
export function adviceOf({ findings }: Pick<ReportImage, 'findings'>): {
  readonly fresh: readonly Finding[]
  readonly known: readonly Finding[]
} {
  const advice = findings.filter(({ level }) => level === 'notice')
  return {
    fresh: advice.filter(({ inBefore }) => inBefore !== true),
    known: advice.filter(({ inBefore }) => inBefore === true),
  }
}

/** A line of a change: taken away, put there, or left as it is. */
export interface ChangedLine {
  readonly mark: '-' | '+' | ' '
  readonly text: string
}

/** A fix line by line; lines at its start and end that stay are shown once. */
export function changedLines({ text, replaces }: Finding['fixes'][number]): ChangedLine[] {
  const old = replaces === '' ? [] : splitLines(replaces)
  const now = text === '' ? [] : splitLines(text)
  const most = Math.min(old.length, now.length)
  const differs = (at: number, one: string) => now.at(at) !== one
  const firstOther = old.findIndex((one, at) => at >= most || differs(at, one))
  const head = firstOther < 0 ? old.length : firstOther
  const rest = old.slice(head).reverse()
  const lastOther = rest.findIndex((one, at) => at >= most - head || differs(-1 - at, one))
  const tail = lastOther < 0 ? rest.length : lastOther
  const marked = (lines: readonly string[], mark: ChangedLine['mark']) =>
    lines.map((one) => ({ mark, text: one }))
  return [
    ...marked(old.slice(0, head), ' '),
    ...marked(old.slice(head, old.length - tail), '-'),
    ...marked(now.slice(head, now.length - tail), '+'),
    ...marked(old.slice(old.length - tail), ' '),
  ]
}

/** What a fix does to its lines, in our own words: `Replace 3 lines at`. */
export function fixTitle({ line, endLine, text, replaces }: Finding['fixes'][number]): string {
  const lines = count(endLine - line + 1, 'line')
  if (text === '') return `Remove ${lines} at`
  return replaces !== '' && text.startsWith(`${replaces}\n`) ? 'Add below' : `Replace ${lines} at`
}
