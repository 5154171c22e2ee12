import type { Annotation } from '../effects/runner.ts'
import type { Finding } from '../judge/judgement.ts'
import type { Report, ReportImage, ReportSide } from '../report/report.ts'

/** GitHub shows ten of each level per step; one of the errors is the step's own. */
const mostPerLevel = 9

/** Notes for the lines that a reader should look at, the most serious first, within GitHub's bounds. */
export function annotationsOf(report: Report): Annotation[] {
  const all = report.images.flatMap((image) => annotationsOfImage(image, report.images.length > 1))
  return (['error', 'warning', 'notice'] as const).flatMap((level) =>
    withinBound(all.filter((annotation) => annotation.level === level)),
  )
}

function annotationsOfImage(image: ReportImage, several: boolean): Annotation[] {
  const title = several ? `Image size: ${image.name}` : 'Image size'
  const findings = image.findings.map((finding) => ({ ...ofFinding(finding), title }))
  const sides = [ofSide(image.after, 'error'), ofSide(image.before, 'warning')]
    .filter((annotation) => annotation !== null)
    .map((annotation) => ({ ...annotation, title }))
    .filter((annotation) => !findings.some((other) => samePlace(other, annotation)))
  const probes = image.probes
    .filter(({ informational, status }) => !informational && (status === 'fail' || status === 'error'))
    .map(({ name, reason, source }) => ({
      level: 'error' as const,
      title,
      message: `${name}: ${reason}`,
      file: source.mode === 'file' ? source.file : null,
      line: source.mode === 'file' ? source.line : null,
    }))
  return [...findings, ...sides, ...probes]
}

/** Only a path with a line is a file of the repository; others are files of the image. */
function ofFinding({ level, message, paths, fixes }: Finding): Omit<Annotation, 'title'> {
  const place = paths.find(({ line }) => line !== null)
  const fix = fixes[0]
  return { level, message, file: place?.path ?? fix?.file ?? null, line: place?.line ?? fix?.line ?? null }
}

/** A side that could not be had, at the line of its Dockerfile that failed. */
function ofSide(side: ReportSide | null, level: Annotation['level']): Omit<Annotation, 'title'> | null {
  if (!side?.error) return null
  const { message, file, line } = side.error
  return { level, message, file, line }
}

function samePlace(left: Annotation, right: Annotation): boolean {
  return left.file !== null && left.file === right.file && left.line === right.line
}

function withinBound(annotations: readonly Annotation[]): Annotation[] {
  const first = annotations[0]
  if (first === undefined || annotations.length <= mostPerLevel) return [...annotations]
  const shown = annotations.slice(0, mostPerLevel - 1)
  const message = `${annotations.length - shown.length} more are in the report`
  return [...shown, { level: first.level, title: 'Image size', message, file: null, line: null }]
}
