import type { LimitName } from '../config.ts'
import { quoted, type Reading } from '../mistakes.ts'
import { readSize, sizeForms } from './size.ts'

/** One bound: bytes, or percent of the before size (`max-wasted`: of the image's own size). */
export interface Bound {
  readonly unit: 'bytes' | 'percent'
  readonly limit: number
}

/**
 * Reads the value of a limit: a size, a percentage, or one of each separated by a comma. What would
 * always be crossed or never could be is wrong too.
 */
export function readLimit(name: LimitName, text: string): Reading<readonly Bound[]> {
  const bounds: Bound[] = []
  for (const part of text.split(',')) {
    const reading = readBound(name, part.trim())
    if ('wrong' in reading) return reading
    bounds.push(reading.value)
  }
  if (new Set(bounds.map(({ unit }) => unit)).size === bounds.length) return { value: bounds }
  return {
    wrong: `${quoted(text)} gives more than one bound of a kind; expected a size, a percentage, or one of each.`,
    write: name === 'max-size' ? '200MB' : '2%, 10MB',
  }
}

function readBound(name: LimitName, text: string): Reading<Bound> {
  const negative = /^[-−]\s*(\d.*)$/.exec(text)?.[1]
  if (negative !== undefined) return refuseNegative(name, text, negative)
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1]
  if (percent !== undefined) return checkPercent(name, text, Number(percent))
  const size = readSize(text)
  if ('wrong' in size) {
    if (name === 'max-size') return size
    return {
      wrong: `${quoted(text)} is neither a size nor a percentage; expected one such as ${sizeForms}, 2% or 0.5 %.`,
      write: size.write === '200MB' ? '2%' : size.write,
    }
  }
  if (name === 'max-size' && size.value === 0) {
    return {
      wrong: `${quoted(text)} is a limit that every image crosses; expected a size above 0.`,
      write: '200MB',
    }
  }
  return { value: { unit: 'bytes', limit: size.value } }
}

function checkPercent(name: LimitName, text: string, limit: number): Reading<Bound> {
  if (name === 'max-size') {
    return {
      wrong: `${quoted(text)} is a percentage, and of what? Expected a size such as ${sizeForms}; a limit on growth is max-increase.`,
      write: '200MB',
    }
  }
  if (name === 'max-wasted' && limit >= 100) {
    return {
      wrong: `${quoted(text)} can never be crossed; expected less than 100% of the image.`,
      write: '5%',
    }
  }
  if (name === 'min-decrease' && limit >= 100) {
    return {
      wrong: `${quoted(text)} is a limit that every image crosses; expected less than 100%.`,
      write: '10%',
    }
  }
  return { value: { unit: 'percent', limit } }
}

function refuseNegative(name: LimitName, text: string, amount: string): Reading<Bound> {
  if (name === 'max-increase') {
    return {
      wrong: `${quoted(text)} is negative; expected 0 or more. That an image must shrink is min-decrease: ${amount}.`,
      write: '0',
    }
  }
  return { wrong: `${quoted(text)} is negative; expected 0 or more.`, write: amount }
}
