import { expect, test } from '@jest/globals'
import { readBelow } from '../../../src/build/context-prefix.ts'

test.each([
  ['COPY . /app', 'COPY context/ /app'],
  ['COPY a.txt b/*.py ./', 'COPY context/a.txt context/b/*.py ./'],
  ['copy --chown=1:1 ./a /b', 'copy --chown=1:1 context/a /b'],
  ['COPY /a ../../b /c/', 'COPY context/a context/b /c/'],
  ['COPY ["a b", "c", "/d/"]', 'COPY ["context/a b", "context/c", "/d/"]'],
  ['COPY --from=x a b', 'COPY --from=x a b'],
  [
    'ADD https://example.org/x.tgz git@example.org:r.git local.tgz /d/',
    'ADD https://example.org/x.tgz git@example.org:r.git context/local.tgz /d/',
  ],
  ['COPY $SRC /x', 'COPY context/$SRC /x'],
  ['COPY <<EOF /x\nCOPY a b\nEOF', 'COPY <<EOF /x\nCOPY a b\nEOF'],
  ['COPY a \\\n  # why\n  b \\\n  /c', 'COPY context/a \\\n  # why\n  context/b \\\n  /c'],
  ['RUN --mount=type=bind,target=/src make', 'RUN --mount=type=bind,target=/src,source=context/ make'],
  [
    'RUN --mount=target=/src,source=lib --mount=type=cache,target=/c make',
    'RUN --mount=target=/src,source=context/lib --mount=type=cache,target=/c make',
  ],
  [
    'RUN --mount=type=bind,from=x,src=a,target=/src make',
    'RUN --mount=type=bind,from=x,src=a,target=/src make',
  ],
  ['RUN cp a b', 'RUN cp a b'],
])('%j', (instruction, expected) => {
  expect(readBelow(`FROM scratch\n${instruction}\nUSER 1\n`, 'context')).toBe(
    `FROM scratch\n${expected}\nUSER 1\n`,
  )
})
