import { expect, test } from '@jest/globals'
import { planRequests } from '../../../../src/inspect/owners/plan-requests.ts'
import { wantedFiles } from '../../../../src/inspect/owners/wanted-files.ts'
import { stacked, type TestFiles } from './tree.ts'

function requests(files: TestFiles): string[] {
  const image = stacked(files)
  const wanted = wantedFiles(image).map(({ node }) => node)
  return planRequests(image, new Set(wanted)).nodes.map((node) => image.tree.path(node))
}

const records = { '/s/a-1.dist-info/RECORD': 9, '/s/b-1.dist-info/RECORD': 9, '/s/c-1.dist-info/RECORD': 9 }

test('a small directory is asked for as a whole', () => {
  expect(requests({ ...records, '/s/a.py': 1000, '/other': 5 })).toEqual(['/s'])
})

test('from a large directory the wanted files are asked for one by one', () => {
  const files = { ...records, '/s/torch.so': 2_000_000_000 }
  expect(requests(files).sort()).toEqual(Object.keys(records))
})

test('an image without package databases is asked for nothing', () => {
  expect(requests({ '/app/server': 100, '/etc/passwd': 5 })).toEqual([])
})

test('a database is found through links of the image, once', () => {
  const image = stacked({ '/lib': '-> usr/lib', '/usr/lib/apk/db/installed': 'P:a' })
  const paths = wantedFiles(image).map(({ path, node }) => [path, image.tree.path(node)])
  expect(paths).toEqual([['/lib/apk/db/installed', '/usr/lib/apk/db/installed']])
})
