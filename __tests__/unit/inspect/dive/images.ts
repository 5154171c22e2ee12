import type { TestEntry } from '../build-tar.ts'

/** An image, lowest layer first, and what dive 0.13.1 printed of it (`dive docker-archive://X --json`). */
export interface DiveCase {
  readonly name: string
  readonly layers: readonly (readonly TestEntry[])[]
  readonly dive: { readonly efficiency: number; readonly wastedBytes: number; readonly sizeBytes: number }
}

const file = (name: string, size: number): TestEntry => ({ name, content: 'x'.repeat(size) })
const directory = (name: string): TestEntry => ({ name, type: 'directory' })
const base = [
  directory('opt/'),
  file('opt/a', 100),
  file('opt/b', 50),
  file('opt/c', 7),
  directory('etc/'),
  file('etc/x', 30),
]

export const cases: readonly DiveCase[] = [
  { name: 'one layer', layers: [base], dive: { efficiency: 1, wastedBytes: 0, sizeBytes: 187 } },
  { name: 'nothing at all', layers: [[]], dive: { efficiency: 1, wastedBytes: 0, sizeBytes: 0 } },
  {
    name: 'a file rewritten',
    layers: [base, [file('opt/a', 120)]],
    dive: { efficiency: 0.6091205211726385, wastedBytes: 220, sizeBytes: 307 },
  },
  {
    name: 'a file deleted',
    layers: [base, [file('opt/.wh.a', 0)]],
    dive: { efficiency: 0.46524064171123, wastedBytes: 100, sizeBytes: 187 },
  },
  {
    name: 'a directory deleted',
    layers: [base, [file('.wh.opt', 0)]],
    dive: { efficiency: 1, wastedBytes: 0, sizeBytes: 187 },
  },
  {
    name: 'an empty directory that is deleted',
    layers: [[...base, directory('empty/')], [file('.wh.empty', 0)]],
    dive: { efficiency: 1, wastedBytes: 0, sizeBytes: 187 },
  },
  {
    name: 'a directory that is empty at first, filled, and deleted',
    layers: [[...base, directory('srv/')], [file('srv/f', 90)], [file('.wh.srv', 0)]],
    dive: { efficiency: 1, wastedBytes: 0, sizeBytes: 277 },
  },
  {
    name: 'an opaque mark',
    layers: [base, [directory('opt/'), file('opt/.wh..wh..opq', 0), file('opt/n', 9)]],
    dive: { efficiency: 1, wastedBytes: 0, sizeBytes: 196 },
  },
  {
    name: 'a whiteout of nothing, which ends the layer',
    layers: [base, [file('etc/x', 31), file('opt/.wh.gone', 0), file('opt/a', 1), file('zz', 40)]],
    dive: { efficiency: 0.8532110091743119, wastedBytes: 61, sizeBytes: 259 },
  },
  {
    name: 'links',
    layers: [
      base,
      [
        { name: 'opt/s', type: 'symlink', linkname: 'a-long-target' },
        file('opt/h1', 60),
        { name: 'opt/h2', type: 'link', linkname: 'opt/h1' },
      ],
      [{ name: 'opt/s', type: 'symlink', linkname: 'b' }, file('opt/h2', 60)],
    ],
    dive: { efficiency: 0.8045602605863192, wastedBytes: 60, sizeBytes: 307 },
  },
  {
    name: 'a directory replaced by a file, and back',
    layers: [
      base,
      [file('.wh.opt', 0), file('opt', 5)],
      [file('.wh.opt', 0), directory('opt/'), file('opt/a', 100)],
    ],
    dive: { efficiency: 0.41648106904231624, wastedBytes: 362, sizeBytes: 292 },
  },
  {
    name: 'a file deleted and written anew twice',
    layers: [base, [file('opt/.wh.a', 0)], [file('opt/a', 100)], [file('opt/.wh.a', 0)]],
    dive: { efficiency: 0.30313588850174217, wastedBytes: 200, sizeBytes: 287 },
  },
  {
    name: 'a hidden file that sorts before its whiteout',
    layers: [
      base,
      [directory('opt/.d/'), file('opt/.d/k', 20)],
      [file('opt/.wh..d', 0), directory('opt/.d/'), file('opt/.d/k', 8)],
      [file('opt/.wh..d', 0)],
    ],
    dive: { efficiency: 0.9148936170212766, wastedBytes: 28, sizeBytes: 215 },
  },
]
