import type { Format } from '../config/flags.ts'
import { renderJson } from '../report/json.ts'
import { commentBudget, renderMarkdown } from '../report/markdown.ts'
import type { Report } from '../report/report.ts'
import { renderText } from '../report/text.ts'

/** The report in one of the terminal's formats; `width` in characters. */
export function formatReport(
  report: Report,
  format: Format,
  options: { readonly colour: boolean; readonly width: number },
): string {
  switch (format) {
    case 'text':
      return renderText(report, options)
    case 'markdown':
      return renderMarkdown(report, { budget: commentBudget })
    case 'json':
      return renderJson(report)
  }
}
