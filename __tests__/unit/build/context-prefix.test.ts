import { expect, test } from '@jest/globals'
import { asWritten } from '../../../src/build/context-name.ts'
import { readBelow } from '../../../src/build/context-prefix.ts'

const files = '.image-size-guard-context/./'

test.each([
  ['COPY . /app', `COPY ${files}. /app`],
  ['COPY a.txt b/*.py ./', `COPY ${files}a.txt ${files}b/*.py ./`],
  ['copy --chown=1:1 ./a /b', `copy --chown=1:1 ${files}./a /b`],
  ['COPY /a ../../b /c/', `COPY ${files}/a ${files}b /c/`],
  ['COPY ["a b", "c", "/d/"]', `COPY ["${files}a b", "${files}c", "/d/"]`],
  ['COPY --from=x a b', 'COPY --from=x a b'],
  [
    'ADD https://example.org/x.tgz git@example.org:r.git local.tgz /d/',
    `ADD https://example.org/x.tgz git@example.org:r.git ${files}local.tgz /d/`,
  ],
  ['COPY $SRC /x', `COPY ${files}$SRC /x`],
  ['COPY <<EOF /x\nCOPY a b\nEOF', 'COPY <<EOF /x\nCOPY a b\nEOF'],
  ['COPY a \\\n  # why\n  b \\\n  /c', `COPY ${files}a \\\n  # why\n  ${files}b \\\n  /c`],
  [
    'RUN --mount=type=bind,target=/src make',
    'RUN --mount=type=bind,target=/src,source=.image-size-guard-context make',
  ],
  [
    'RUN --mount=target=/src,source=lib --mount=type=cache,target=/c make',
    `RUN --mount=target=/src,source=${files}lib --mount=type=cache,target=/c make`,
  ],
  [
    'RUN --mount=type=bind,from=x,src=a,target=/src make',
    'RUN --mount=type=bind,from=x,src=a,target=/src make',
  ],
  ['RUN cp a b', 'RUN cp a b'],
])('%j is read below a directory, and shown as it was written', (instruction, expected) => {
  const moved = readBelow(`FROM scratch\n${instruction}\nUSER 1\n`)
  expect(moved).toBe(`FROM scratch\n${expected}\nUSER 1\n`)
  if (!instruction.includes('..')) expect(asWritten(moved)).toBe(`FROM scratch\n${instruction}\nUSER 1\n`)
})
