import type { Report, ReportImage, ReportSide } from '../../../src/report/report.ts'

/** What a report found, without names, IDs and times: equal for equal images, however they were built. */
export function foundBy({ verdict, reason, totals, images }: Report) {
  return { verdict, reason, totals, images: images.map(imageFacts) }
}

function imageFacts(image: ReportImage) {
  const { name, change, verdict, reason, delta, alignedLayers, limits } = image
  return {
    ...{ name, change, verdict, reason, delta, alignedLayers, limits },
    before: image.before && sideFacts(image.before),
    after: image.after && sideFacts(image.after),
    probes: image.probes.map(({ id, side, status, outcome, exitCode, matches, shipped }) => {
      return { id, side, status, outcome, exitCode, matches, shipped }
    }),
  }
}

function sideFacts({ size, live, wasted, fileCount, base, layers, error }: ReportSide) {
  return {
    ...{ size, live, wasted, fileCount, error, base: base?.size },
    layers: layers?.map((layer) => ({ ...layer, diffId: null })),
  }
}
