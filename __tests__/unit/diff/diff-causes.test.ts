import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { alignLayers } from '../../../src/diff/align-layers.ts'
import { diffCauses } from '../../../src/diff/diff-causes.ts'
import type { Image, Layer } from '../../../src/inspect/image.ts'
import type { PackageNode } from '../../../src/inspect/owners/dependency-graph.ts'
import type { OwnerBytes } from '../../../src/inspect/owners/owner.ts'
import { anImage, anOwner } from '../judge/build-facts.ts'

/** A package: bytes, names of what it needs (`?` at the end: wants), whether it was asked for, and its version. */
type Package = readonly [bytes: number, brings?: string, requested?: boolean | null, version?: string]
type Packages = Readonly<Record<string, Package>>

/** An image of one layer with these packages of dpkg, and owners that are none. */
function imageOf(packages: Packages, others: readonly OwnerBytes[] = [], wasted = 0): Image {
  const names = Object.keys(packages)
  const words = (name: string): string[] =>
    (packages[name]?.[1] ?? '').split(' ').filter((word) => word !== '')
  const ids = (list: readonly string[]): number[] =>
    list.map((name) => names.indexOf(name)).filter((id) => id >= 0)
  const dependencies = names.map((name): PackageNode => {
    const [, , requested = true, version = '1'] = packages[name]!
    const wants = words(name).flatMap((word) => (word.endsWith('?') ? word.slice(0, -1) : []))
    return { manager: 'dpkg', name, version, requested, needs: ids(words(name)), wants: ids(wants) }
  })
  const owned = names.flatMap((name) => {
    const [bytes, , requested = true, version = '1'] = packages[name]!
    return bytes === 0 ? [] : anOwner({ kind: 'package', manager: 'dpkg', name, version, requested, bytes })
  })
  const owners = [...owned, ...others]
  const live = owners.reduce((sum, { bytes }) => sum + bytes, 0)
  return anImage({ size: live + wasted, wasted, owners, dependencies })
}

/** The causes as `NAME+PULLED,IN DELTA`, and the rest. */
function causesOf(before: Image, after: Image): string[] {
  const { causes, causesRest } = diffCauses(before, after, alignLayers(before.layers, after.layers))
  const named = (causes ?? []).map(
    ({ owner, pulledIn, delta }) => `${[owner.name, ...pulledIn].join('+')} ${delta}`,
  )
  return [...named, `${causesRest?.count} others ${causesRest?.delta}`]
}

test('what was asked for takes along all that it needs, and what else was asked for below it', () => {
  const compilers: Packages = {
    'build-essential': [1, 'gcc g++ make'],
    gcc: [2, 'gcc-12'],
    'g++': [3, 'gcc-12 libc-dev'],
    make: [40],
    'gcc-12': [500, 'libc-dev', false],
    'libc-dev': [60, '', false],
    git: [1000],
  }
  const before = imageOf(compilers)
  const after = imageOf({ git: [1000] })
  expect(causesOf(before, after)).toEqual(['build-essential+gcc-12+libc-dev+make+g+++gcc -606', '0 others 0'])
  expect(causesOf(after, before)).toEqual(['build-essential+gcc-12+libc-dev+make+g+++gcc 606', '0 others 0'])
})

test('what two need goes with the nearest, and of equally near ones with the larger', () => {
  const packages: Packages = {
    a: [100, 'near deep'],
    b: [200, 'far'],
    far: [30, 'deep both', false],
    near: [40, 'both', false],
    deep: [5, '', false],
    both: [6, '', false],
  }
  expect(causesOf(imageOf({}), imageOf(packages))).toEqual([
    'b+far+both 236',
    'a+near+deep 145',
    '0 others 0',
  ])
})

test('a circle has one cause: what was asked for in it, else the largest', () => {
  const circle = (requested: boolean): Packages => ({
    a: [10, 'b', requested],
    b: [30, 'c a b', false],
    c: [20, 'a', requested],
  })
  expect(causesOf(imageOf({}), imageOf(circle(true)))).toEqual(['c+b+a 60', '0 others 0'])
  expect(causesOf(imageOf({}), imageOf(circle(false)))).toEqual(['b+c+a 60', '0 others 0'])
})

test('without marks the cause is what nothing else needs', () => {
  const packages: Packages = { lib: [50, '', null], app: [10, 'lib', null], other: [70, '', null] }
  expect(causesOf(imageOf(packages), imageOf({}))).toEqual(['other -70', 'app+lib -60', '0 others 0'])
})

test('what is only recommended comes last, and is counted as that', () => {
  const packages: Packages = {
    git: [10, 'perl less?'],
    perl: [20, '', false],
    less: [30, 'libtinfo', false],
    libtinfo: [4, '', false],
  }
  const { causes } = diffCauses(imageOf({}), imageOf(packages), [])
  expect(causes).toMatchObject([
    { owner: { name: 'git' }, pulledIn: ['less', 'perl', 'libtinfo'], recommended: 2, delta: 64 },
  ])
  const both: Packages = { ...packages, pager: [500, 'less'] }
  expect(causesOf(imageOf({}), imageOf(both))).toEqual([
    'pager+less+libtinfo 534',
    'git+perl 30',
    '0 others 0',
  ])
  const far: Packages = { ...packages, pager: [5, 'x'], x: [1, 'less', false] }
  expect(causesOf(imageOf({}), imageOf(far))).toEqual([
    'pager+less+libtinfo+x 40',
    'git+perl 30',
    '0 others 0',
  ])
})

test('a package without bytes is a cause by what it brings', () => {
  const packages: Packages = {
    '.build-deps': [0, 'gcc'],
    gcc: [90, 'musl-dev', false],
    'musl-dev': [10, '', false],
  }
  expect(causesOf(imageOf(packages), imageOf({}))).toEqual(['.build-deps+gcc+musl-dev -100', '0 others 0'])
  expect(causesOf(imageOf({ nothing: [0] }), imageOf({}))).toEqual(['0 others 0'])
})

test('a new version is a cause by itself, with what only it brings or no longer needs', () => {
  const before = imageOf({ numpy: [100, 'old blas', true, '1'], blas: [30, '', false], old: [20, '', false] })
  const after = imageOf({
    numpy: [150, 'new blas', true, '2'],
    blas: [31, '', false, '2'],
    new: [60, 'blas', false],
    pandas: [500, ''],
  })
  expect(causesOf(before, after)).toEqual(['pandas 500', 'numpy+new+old 90', '1 others 1'])
  const marked = imageOf({ numpy: [150, 'new', null, '2'], new: [60, '', null] })
  expect(causesOf(imageOf({ numpy: [150, '', null, '1'] }), marked)).toEqual(['numpy+new 60', '0 others 0'])
})

test('what was on the list of nobody, or of everybody, and a new version needs, goes with that', () => {
  const before = imageOf({ openssl: [100, 'libssl1 dir', true, '1'], libssl1: [50, 'libz', true], libz: [7] })
  const after = imageOf({ openssl: [100, 'libssl3', true, '3'], libssl3: [60] })
  expect(causesOf(before, after)).toEqual(['openssl+libssl3+libssl1+libz 3', '0 others 0'])
})

test('what an unchanged package recommends goes with that, with one that was asked for first', () => {
  const without: Packages = {
    apt: [10, 'less?', false],
    git: [100, 'less? ssh? perl'],
    perl: [20, '', false],
  }
  const withThem: Packages = {
    ...without,
    less: [5, '', false],
    ssh: [30, 'libedit', false],
    libedit: [4, '', false],
  }
  const { causes } = diffCauses(imageOf(withThem), imageOf(without), [])
  expect(causes).toMatchObject([
    {
      owner: { name: 'git' },
      change: 'changed',
      pulledIn: ['ssh', 'less', 'libedit'],
      recommended: 3,
      delta: -39,
    },
  ])
  const asked: Packages = { ...withThem, ssh: [30, 'libedit', true] }
  expect(causesOf(imageOf(without), imageOf(asked))).toEqual(['ssh+libedit 34', 'git+less 5', '0 others 0'])
})

test('a package of which only configuration files are left has left', () => {
  const left = anOwner({ kind: 'package', manager: 'dpkg', name: 'gcc', version: '1', bytes: 5 })
  const { causes } = diffCauses(imageOf({ gcc: [100, 'lib'], lib: [9, '', false] }), imageOf({}, [left]), [])
  expect(causes).toMatchObject([
    { owner: { name: 'gcc' }, change: 'removed', pulledIn: ['lib'], delta: -104 },
  ])
})

test('caches, directories, packages of no database and hidden bytes are causes by themselves', () => {
  const lists = anOwner({ kind: 'cache', manager: 'apt', name: 'apt lists', bytes: 40 })
  const gem = anOwner({ kind: 'package', manager: 'gem', name: 'rake', bytes: 90 })
  const before = imageOf({}, [gem, anOwner({ bytes: 1000 })], 50)
  const after = imageOf({}, [lists, anOwner({ bytes: 1200 })], 70)
  const { causes } = diffCauses(before, after, alignLayers(before.layers, after.layers))
  expect(causes?.map(({ owner, change, delta }) => [owner.kind, owner.name, change, delta])).toEqual([
    ['directory', '/app', 'changed', 200],
    ['package', 'rake', 'removed', -90],
    ['cache', 'apt lists', 'added', 40],
    ['wasted', 'wasted', 'changed', 20],
  ])
})

test('causes are named until 95 % of the difference is, and five at most', () => {
  const sizes = (...bytes: number[]): Image =>
    imageOf(Object.fromEntries(bytes.map((one, at): [string, Package] => [`p${at}`, [one]])))
  expect(causesOf(imageOf({}), sizes(95, 3, 2))).toEqual(['p0 95', '2 others 5'])
  expect(causesOf(imageOf({}), sizes(94, 3, 3))).toEqual(['p0 94', 'p1 3', '1 others 3'])
  expect(causesOf(imageOf({}), sizes(10, 9, 8, 7, 6, 5, 4))).toEqual([
    'p0 10',
    'p1 9',
    'p2 8',
    'p3 7',
    'p4 6',
    '2 others 9',
  ])
})

test('what comes and what goes is named, also where it cancels out', () => {
  const before = imageOf({ a: [100], b: [300, '', true, '1'] })
  const after = imageOf({ b: [310, '', true, '2'], c: [90] })
  expect(causesOf(before, after)).toEqual(['a -100', 'c 90', 'b 10', '0 others 0'])
})

test('without the owners of a side there are no causes', () => {
  expect(diffCauses(anImage({ owners: null }), anImage(), [])).toEqual({ causes: null, causesRest: null })
})

test('causes that do not add up to the size are a bug', () => {
  expect(() => diffCauses(anImage({ size: 100 }), anImage({ size: 100, live: 90 }), [])).toThrow(
    'add up to -10',
  )
})

const layerAt = (line: number | null, base = false): Layer => ({
  diffId: `sha256:${line}${base}`,
  size: 0,
  live: 0,
  wasted: 0,
  contentDigest: null,
  cached: false,
  instruction: `RUN ${line}`,
  place: line === null ? null : { file: 'Dockerfile', line, endLine: line, stage: null, copyFrom: null },
  base,
})

test('the line is that of the layer with most of what left, or came, or differs', () => {
  const layers = [layerAt(null, true), layerAt(5), layerAt(9)]
  const place = (before: OwnerBytes[], after: OwnerBytes[]) => {
    const size = (owners: OwnerBytes[]) => owners.reduce((sum, { bytes }) => sum + bytes, 0)
    const aligned = layers.map((_, at) => ({ state: 'changed' as const, before: at, after: at, delta: 0 }))
    const [old, now] = [
      anImage({ layers, owners: before, size: size(before) }),
      anImage({ layers, owners: after, size: size(after) }),
    ]
    return diffCauses(old, now, aligned).causes?.map(({ side, layer, line }) => [side, layer, line])
  }
  const app = (...shares: [number, number][]) =>
    anOwner({ layers: shares, bytes: shares.reduce((sum, [, bytes]) => sum + bytes, 0) })
  expect(place([app([1, 10], [2, 30])], [])).toEqual([['before', 2, 9]])
  expect(place([], [app([1, 10], [2, 7])])).toEqual([['after', 1, 5]])
  expect(place([app([0, 900], [1, 10])], [app([0, 900], [1, 10], [2, 7])])).toEqual([['after', 2, 9]])
  expect(place([app([0, 900], [1, 10])], [app([0, 901], [1, 10])])).toEqual([['after', 0, null]])
})

test('whatever the packages, each moves once, and the causes add up to the difference', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const brings = fc
    .array(fc.tuple(fc.constantFrom(...names), fc.boolean()), { maxLength: 4 })
    .map((words) => words.map(([name, weak]) => (weak ? `${name}?` : name)).join(' '))
  const one = fc.tuple(
    fc.nat(50),
    brings,
    fc.constantFrom(true, false, null),
    fc.constantFrom('1', '2'),
  ) as fc.Arbitrary<Package>
  const packages = fc.dictionary(fc.constantFrom(...names), one)
  fc.assert(
    fc.property(packages, packages, fc.nat(20), fc.nat(20), (old, now, oldWasted, nowWasted) => {
      const [before, after] = [imageOf(old, [], oldWasted), imageOf(now, [], nowWasted)]
      const { causes, causesRest } = diffCauses(before, after, alignLayers(before.layers, after.layers))
      const sum = causes!.reduce((total, { delta }) => total + delta, causesRest!.delta)
      expect(sum).toBe(after.size - before.size)
      const moved = causes!.flatMap(({ owner, pulledIn }) => [owner.name, ...pulledIn])
      expect(new Set(moved).size).toBe(moved.length)
      const again = diffCauses(
        imageOf(reversed(old), [], oldWasted),
        imageOf(reversed(now), [], nowWasted),
        [],
      )
      expect(again.causes?.map(({ owner, pulledIn, delta }) => [owner.name, pulledIn, delta])).toEqual(
        causes?.map(({ owner, pulledIn, delta }) => [owner.name, pulledIn, delta]),
      )
    }),
    { numRuns: 100 },
  )
})

/** The same packages in another order of the database. */
function reversed(packages: Packages): Packages {
  return Object.fromEntries(Object.entries(packages).reverse())
}

test('a chain of more than a thousand packages takes no time', () => {
  const many = Object.fromEntries(
    Array.from({ length: 1500 }, (_, at): [string, Package] => [`p${at}`, [1, `p${at + 1}`, at === 0]]),
  )
  const began = performance.now()
  expect(diffCauses(imageOf({}), imageOf(many), []).causes).toMatchObject([
    { owner: { name: 'p0' }, delta: 1500 },
  ])
  expect(performance.now() - began).toBeLessThan(5000)
})
