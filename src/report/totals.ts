import type { ReportImage, Totals } from './report.ts'

/**
 * Sizes over all images, in bytes. An image that is new had nothing before, so that it adds to the after
 * total only; with nothing but new images there is no before total. A side that could not be measured
 * leaves its total unknown.
 */
export function totalsOf(images: readonly ReportImage[]): Totals {
  const compared = images.filter((image) => image.change !== 'new' && image.change !== 'inspected')
  const before = images.length > 0 && compared.length === 0 ? null : sum(compared, 'before')
  const after = sum(images, 'after')
  const delta = before === null || after === null ? null : after - before
  const percent = delta === null || before === null || before === 0 ? null : (delta / before) * 100
  const alone = images.some(({ change }) => change === 'inspected')
  const nothingWhy = alone ? 'nothing is compared' : 'every image is new'
  const beforeWhy = compared.length === 0 ? nothingWhy : 'a before image could not be measured'
  const deltaWhy = before === null ? beforeWhy : 'an after image could not be measured'
  return {
    before,
    after,
    delta,
    percent,
    unknown: {
      ...(before === null ? { before: beforeWhy } : {}),
      ...(after === null ? { after: 'an after image could not be measured' } : {}),
      ...(delta === null ? { delta: deltaWhy, percent: deltaWhy } : {}),
      ...(delta !== null && percent === null ? { percent: 'the before total is 0 bytes' } : {}),
    },
  }
}

function sum(images: readonly ReportImage[], side: 'before' | 'after'): number | null {
  let total = 0
  for (const image of images) {
    const size = image[side]?.size ?? null
    if (size === null) return null
    total += size
  }
  return total
}
