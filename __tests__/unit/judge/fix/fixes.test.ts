import { describe, expect, test } from '@jest/globals'
import { readDockerfile } from '../../../../src/build/dockerfile-lines.ts'
import type { PlaceBytes } from '../../../../src/inspect/notes/places.ts'
import { cacheFix } from '../../../../src/judge/fix/cache-fix.ts'
import { dockerfileSource, isShellRun } from '../../../../src/judge/fix/dockerfile-source.ts'
import { ignoreFix } from '../../../../src/judge/fix/ignore-lines.ts'
import { joinLines } from '../../../../src/judge/fix/join-lines.ts'
import { mergeRuns } from '../../../../src/judge/fix/merge-runs.ts'
import { moveIntoCopies } from '../../../../src/judge/fix/move-flag.ts'
import { applyFixes, instructionOf, sideOf, sourceOf } from './apply-fixes.ts'

describe('one more command', () => {
  test.each([
    ['RUN a', 'RUN a && rm x'],
    ['RUN a;', 'RUN a; rm x'],
    ['RUN a || true', 'RUN a || true && rm x'],
    ['RUN a \\\n  && b  ', 'RUN a \\\n  && b \\\n  && rm x'],
    ['RUN a && \\\n  b', 'RUN a && \\\n  b && \\\n  rm x'],
    ['RUN set -eux; \\\n\ta; \\\n\tb', 'RUN set -eux; \\\n\ta; \\\n\tb; \\\n\trm x'],
    ['RUN set -eux; \\\n\ta; \\\n\tb;', 'RUN set -eux; \\\n\ta; \\\n\tb; \\\n\trm x'],
    [
      'RUN apt-get update \\\n && apt-get install -y \\\n      # why\n      git',
      'RUN apt-get update \\\n && apt-get install -y \\\n      # why\n      git \\\n && rm x',
    ],
    ['RUN --mount=type=cache,target=/c a \\\n b', 'RUN --mount=type=cache,target=/c a \\\n b \\\n && rm x'],
    ['RUN echo "a # b; exit" ', 'RUN echo "a # b; exit" && rm x'],
  ])('%j', (before, after) => {
    expect(joinLines(before.split('\n'), [], ['rm x'])?.join('\n')).toBe(after)
  })
  test.each(['RUN a # b', 'RUN a &', 'RUN a; exit 0', "RUN echo 'x", 'RUN exec a'])(
    'none after %j',
    (run) => {
      expect(joinLines([run], [], ['rm x'])).toBeNull()
    },
  )
})

describe('what a shell does not read has no fix', () => {
  test.each([
    ['RUN ["/bin/echo", "x"]'],
    ['RUN <<EOF\necho x\nEOF'],
    ['SHELL ["pwsh", "-c"]\nRUN echo x'],
    ['COPY a b'],
  ])('%j', (text) => {
    const source = sourceOf(`FROM scratch\n${text}\n`)
    const start = text.startsWith('SHELL') ? 'RUN' : text.slice(0, 4)
    expect(isShellRun(source, instructionOf(source, start))).toBe(false)
  })
  test('nor has a file that joins lines by another character', () => {
    expect(dockerfileSource(sideOf('# escape=`\nFROM scratch\nRUN a\n'))).toBeNull()
  })
})

describe('several RUN as one', () => {
  const merged = (text: string, first: string, last: string): string | null => {
    const whole = `FROM scratch\n${text}\n`
    const source = sourceOf(whole)
    const fix = mergeRuns(source, instructionOf(source, first), instructionOf(source, last))
    if (!fix) return null
    const result = applyFixes(whole, [fix])
    expect(readDockerfile(result).instructions.map(({ keyword }) => keyword)).toEqual(
      readDockerfile(whole).instructions.flatMap(({ keyword }, at, all) =>
        keyword === 'RUN' && all[at - 1]?.keyword === 'RUN' ? [] : [keyword],
      ),
    )
    return result.slice('FROM scratch\n'.length, -1)
  }
  test.each([
    ['RUN a\nRUN b', 'RUN a && b'],
    ['RUN a\n\n# why\nRUN b', 'RUN a \\\n# why\n    && b'],
    ['RUN a && \\\n  c\nRUN b && \\\n  d', 'RUN a && \\\n  c && \\\n  b && \\\n  d'],
    ['RUN a\nRUN x\nRUN b', 'RUN a && x && b'],
    ['RUN set -e; \\\n  a\nRUN b || true', 'RUN set -e; \\\n  a; \\\n  b || true'],
    ['RUN a; c\nRUN b', 'RUN a; c && b'],
  ])('%j', (before, after) => {
    expect(merged(before, 'RUN', before.includes('\nRUN b') ? 'RUN b' : 'RUN')).toBe(after)
  })
  test.each([
    ['RUN cd /x && a\nRUN b'],
    ['RUN a\nRUN b || true'],
    ['RUN a\nRUN b; c'],
    ['RUN a\nENV X=1\nRUN b'],
    ['RUN a\nUSER x\nRUN b'],
    ['RUN --mount=type=cache,target=/c a\nRUN b'],
    ['RUN a\nFROM scratch\nRUN b'],
    ['RUN a\nRUN b # why\n'],
  ])('none for %j', (text) => {
    expect(merged(text, 'RUN', 'RUN b')).toBeNull()
  })
})

describe('mode and owner in the COPY', () => {
  const moved = (copy: string, run: string, fileCount = 1): string | null => {
    const text = `FROM scratch\n${copy}\n${run}\n`
    const source = sourceOf(text)
    const copies = [{ instruction: instructionOf(source, copy.split('\n')[0] ?? ''), fileCount }]
    const fixes = moveIntoCopies(source, copies, instructionOf(source, 'RUN'))
    return fixes.length === 0 ? null : applyFixes(text, fixes).slice('FROM scratch\n'.length, -1)
  }
  test.each([
    ['COPY a /a', 'RUN chmod +x /a', 'COPY --chmod=755 a /a'],
    ['COPY a /a', 'RUN chmod 0700 /a', 'COPY --chmod=0700 a /a'],
    ['copy  a \\\n  /a', 'RUN chown -R app:app /a', 'copy --chown=app:app  a \\\n  /a'],
    ['COPY --from=b a /a', 'RUN chown 1000 /a', 'COPY --chown=1000 --from=b a /a'],
  ])('%j and %j', (copy, run, after) => {
    expect(moved(copy, run)).toBe(after)
  })
  test.each([
    ['COPY a /a', 'RUN chmod +x /a && b'],
    ['COPY a /a', 'RUN chmod +x $A'],
    ['COPY a /a', 'RUN chmod +x /a /b'],
    ['COPY --chmod=700 a /a', 'RUN chmod 755 /a'],
    ['COPY --link a /a', 'RUN chmod 755 /a'],
    ['COPY a /a', 'RUN touch /a'],
  ])('none for %j and %j', (copy, run) => {
    expect(moved(copy, run)).toBeNull()
  })
  test('a symbolic mode is one number for one file only', () => {
    expect(moved('COPY a /a', 'RUN chmod +x /a', 2)).toBeNull()
    expect(moved('COPY a /a', 'RUN chmod -R 755 /a', 2)).toBe('COPY --chmod=755 a /a')
  })
})

describe('caches', () => {
  const place = (name: string, path: string): PlaceBytes => ({
    kind: 'cache',
    name,
    path,
    layer: 0,
    bytes: 9,
  })
  const lists = place('apt lists', '/var/lib/apt/lists')
  const archives = place('apt archives', '/var/cache/apt/archives')
  const pip = place('pip cache', '/root/.cache/pip')
  const fixed = (text: string, ...places: PlaceBytes[]): string | null => {
    const whole = `FROM scratch\n${text}\n`
    const source = sourceOf(whole)
    const fix = cacheFix(source, instructionOf(source, 'RUN'), places)
    return fix && applyFixes(whole, [fix]).slice('FROM scratch\n'.length, -1)
  }
  test('apt keeps lists and archives, and both go', () => {
    expect(fixed('RUN apt-get update && apt-get install -y git', lists, archives)).toBe(
      'RUN apt-get update && apt-get install -y git && apt-get clean && rm -rf /var/lib/apt/lists/*',
    )
  })
  test('pip has an option', () => {
    expect(fixed('RUN pip install a && pip3 install b', pip)).toBe(
      'RUN pip install --no-cache-dir a && pip3 install --no-cache-dir b',
    )
    expect(fixed('RUN make', pip)).toBe('RUN make && rm -rf /root/.cache/pip')
    expect(fixed('RUN apt-get update && pip install a', pip, lists)).toBe(
      'RUN apt-get update && pip install --no-cache-dir a && rm -rf /var/lib/apt/lists/*',
    )
  })
  test('lists that a later install needs stay', () => {
    expect(fixed('RUN apt-get update\nRUN apt-get install -y git', lists)).toBeNull()
    expect(fixed('RUN apt-get update\nRUN apt-get update && apt-get install -y git', lists)).not.toBeNull()
  })
  test('a path that a shell would read otherwise has no fix', () => {
    expect(fixed('RUN a', place('npm cache', '/root/$(x)/.npm/_cacache'))).toBeNull()
  })
})

describe('a line for the ignore file', () => {
  const line = (text: string, path: string, ignore = ''): string | null => {
    const { instructions, texts } = sideOf(`FROM scratch\n${text}\n`, ignore)
    const copy = instructions.findLast(({ keyword }) => keyword !== 'WORKDIR')
    const fix = copy && texts && ignoreFix(path, copy, instructions, texts)
    return fix ? applyFixes(ignore, [fix]) : null
  }
  test.each([
    ['COPY . /app', '/app/.git', '', '**/.git'],
    ['COPY . /app', '/app/sub/.git', 'node_modules\n', 'node_modules\n**/.git\n'],
    ['COPY . /app/', '/app/tests', 'a\nb', 'a\nb\ntests'],
    ['WORKDIR /srv\nWORKDIR app\nCOPY . .', '/srv/app/lib/testdata', '', 'lib/testdata'],
    ['COPY src /', '/pkg/tests', '', 'src/pkg/tests'],
  ])('%j', (text, path, ignore, after) => {
    expect(line(text, path, ignore)).toBe(after)
  })
  test.each([
    ['COPY --from=x . /app', '/app/tests'],
    ['COPY tests /app/tests', '/app/tests'],
    ['COPY a b /app', '/app/tests'],
    ['COPY . $DIR', '/app/tests'],
    ['COPY . app', '/app/tests'],
    ['COPY .git /app/.git', '/app/.git'],
    ['COPY . /app', '/app/te*sts'],
  ])('none for %j', (text, path) => {
    expect(line(text, path)).toBeNull()
  })
})
