import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PublishConfig } from '../config/config.ts'
import { UserError } from '../errors.ts'
import { renderJson } from '../report/json.ts'
import type { Report } from '../report/report.ts'
import { annotationsOf } from './annotations.ts'
import { outputsOf } from './outputs.ts'
import { publishComment } from './publish-comment.ts'
import type { PublishWorld, Rendered } from './publish-input.ts'

/** What came of it. The problems stand in the log already; none of them changes the verdict. */
export interface Published {
  readonly reportFile: string
  readonly commentUrl: string | null
  readonly problems: readonly string[]
}

/**
 * Shows the report everywhere: the JSON file, the outputs, the job's summary, annotations, and last the
 * comment, which alone needs GitHub's API. Rejects when a result cannot be handed on within the job.
 */
export async function publish(
  report: Report,
  rendered: Rendered,
  config: PublishConfig,
  world: PublishWorld,
): Promise<Published> {
  const { runner } = world
  const safe = runner.redact(report)
  const reportFile = join(runner.context.outputDirectory, 'image-size-report.json')
  await mkdir(runner.context.outputDirectory, { recursive: true, mode: 0o700 })
  await writeFile(reportFile, renderJson(safe))
  for (const [name, value] of outputsOf(safe, reportFile)) await runner.output(name, value)

  const summaryProblem = config.summary ? await publishSummary(rendered, world) : null
  if (config.annotations) for (const annotation of annotationsOf(safe)) runner.annotate(annotation)

  const whereElse =
    config.summary && summaryProblem === null
      ? "The report is in the job's summary."
      : `The report is in ${reportFile}.`
  const comment = await publishComment(safe, rendered, config, world, whereElse)
  if (comment.url !== null) await runner.output('comment-url', comment.url)
  const problems = [summaryProblem, comment.problem].filter((problem) => problem !== null)
  for (const problem of problems) runner.log.warning(problem)
  return { reportFile, commentUrl: comment.url, problems }
}

async function publishSummary(rendered: Rendered, { runner }: PublishWorld): Promise<string | null> {
  try {
    await runner.summary(rendered.summary)
    return null
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return `The job's summary could not be written: ${error.message}`
  }
}
