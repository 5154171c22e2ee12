import type { Block } from './block.ts'
import { type Budget, fitted } from './fit.ts'
import { runLink } from './link.ts'
import type { Report } from './report.ts'
import { footer } from './section-footer.ts'
import { headline } from './section-headline.ts'
import { imageSections, imagesSections } from './section-images.ts'

/** What a pull-request comment may hold, with room for what GitHub's limits do not say. */
export const commentBudget: Budget = { characters: 60_000, bytes: 200_000 }

/**
 * The report as GitHub-flavoured Markdown: verdict and sentence, sizes, probes, limits, then what is
 * folded. It fits the budget by whole rows and blocks. A caller that puts a marker in front of it takes
 * the marker off the budget.
 */
export function renderMarkdown(report: Report, { budget }: { readonly budget: Budget }): string {
  const [only, ...others] = report.images
  const sections = only && others.length === 0 ? imageSections(only, report) : imagesSections(report)
  const blocks: Block[] = [headline(report), ...sections, footer(report)]
  const run = runLink('this run', report)
  return fitted(blocks, budget, run ? `the report file (JSON) of ${run}` : 'the report file (JSON)')
}
