import type { Annotation } from '../effects/runner.ts'
import type { Finding } from '../judge/judgement.ts'
import type { Report } from '../report/report.ts'

/** GitHub shows ten of each level per step; one of the errors is the step's own. */
const mostPerLevel = 9

/**
 * The findings as notes on the lines that a reader should look at, the most serious first, within GitHub's bounds.
 * Advice that is as true of the before image is no news of this change, and only in the report.
 */
export function annotationsOf(report: Report): Annotation[] {
  const several = report.images.length > 1
  const all = report.images.flatMap(({ name, findings }) =>
    findings
      .filter(({ inBefore }) => inBefore !== true)
      .map((finding) => toAnnotation(finding, several ? `Image size: ${name}` : 'Image size')),
  )
  return (['error', 'warning', 'notice'] as const).flatMap((level) =>
    withinBound(all.filter((annotation) => annotation.level === level)),
  )
}

/** A path that begins with `/` is a file of the image, not of the repository. */
function toAnnotation({ level, message, paths, fixes }: Finding, title: string): Annotation {
  const place = paths.find(({ path }) => !path.startsWith('/')) ?? fixFor(fixes)
  return { level, title, message, file: place?.path ?? null, line: place?.line ?? null }
}

function fixFor(fixes: Finding['fixes']): Finding['paths'][number] | undefined {
  return fixes.map(({ file, line }) => ({ path: file, line }))[0]
}

function withinBound(annotations: readonly Annotation[]): Annotation[] {
  const first = annotations[0]
  if (first === undefined || annotations.length <= mostPerLevel) return [...annotations]
  const shown = annotations.slice(0, mostPerLevel - 1)
  const message = `${annotations.length - shown.length} more are in the report`
  return [...shown, { level: first.level, title: 'Image size', message, file: null, line: null }]
}
