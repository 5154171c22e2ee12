import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'

/** A comment as GitHub's dialect of Markdown makes it HTML. */
export function htmlOf(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
}

/** The elements of a comment in order, with their attributes; of a link only the part that is ours. */
export function elementsOf(markdown: string): string[] {
  return (htmlOf(markdown).match(/<[^>]*>/g) ?? []).map((tag) =>
    tag.replace(/(href="https:\/\/github\.com\/acme\/fastpkg\/blob\/[0-9a-f]{40}\/)[^"]*"/, '$1…"'),
  )
}

/** The text of a comment outside of `code`, where mentions, references and addresses would work. */
export function looseText(markdown: string): string {
  return htmlOf(markdown)
    .replace(/<code(?: class="language-diff")?>[^<]*<\/code>/g, '')
    .replace(/<[^>]*>/g, ' ')
}
