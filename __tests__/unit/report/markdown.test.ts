import { expect, test } from '@jest/globals'
import { commentBudget, renderMarkdown } from '../../../src/report/markdown.ts'
import { cases } from './cases.ts'
import { expectGolden } from './golden.ts'

test.each(Object.keys(cases))('the comment of %s', (name) => {
  expectGolden(`${name}.md`, renderMarkdown(cases[name]!(), { budget: commentBudget }))
})

test('a report read back from its JSON renders the same', () => {
  const report = cases.reduction!()
  const again = JSON.parse(JSON.stringify(report))
  expect(again).toEqual(report)
  expect(renderMarkdown(again, { budget: commentBudget })).toBe(
    renderMarkdown(report, { budget: commentBudget }),
  )
})
