import type { ReportImage } from './report.ts'

/** Whether the line of any layer that has a row of its own is known. */
export function showsLines({ alignedLayers, before, after }: ReportImage): boolean {
  if (!alignedLayers) return after?.layers?.some(({ line }) => line !== null) ?? false
  return alignedLayers.some((row) => {
    const old = row.before === null ? null : before?.layers?.[row.before]?.line
    const now = row.after === null ? null : after?.layers?.[row.after]?.line
    return row.state !== 'same' && (old ?? now ?? null) !== null
  })
}
