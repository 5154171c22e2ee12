import { expect, test } from '@jest/globals'
import { instructionOf } from '../../../src/inspect/instruction.ts'

test.each([
  ['RUN /bin/sh -c apt-get update # buildkit', 'RUN apt-get update'],
  ['RUN |2 A=1 TOKEN=se cret /bin/sh -c make all # buildkit', 'RUN make all'],
  ['|1 TOKEN=secret /bin/sh -c make all', 'RUN make all'],
  ['RUN |1 TOKEN=secret /bin/bash -eo pipefail -c make | tee log # buildkit', 'RUN make | tee log'],
  ['RUN |1 TOKEN=secret python build.py # buildkit', 'RUN (a command with build arguments)'],
  ['RUN python -m compileall . # buildkit', 'RUN python -m compileall .'],
  ['COPY app /app # buildkit', 'COPY app /app'],
  ['WORKDIR /app', 'WORKDIR /app'],
  ['/bin/sh -c apt-get update', 'RUN apt-get update'],
  ['/bin/sh -c #(nop) COPY dir:0123 in /app ', 'COPY dir:0123 in /app'],
  ['/bin/sh -c #(nop)  CMD ["python3"]', 'CMD ["python3"]'],
  ['|2 A=b C=d e /bin/sh -c make', 'RUN make'],
  ['RUN |1 TOKEN=hunter2 make', 'RUN (a command with build arguments)'],
  ['COPY . /src # buildkit', 'COPY . /src'],
  ['', null],
  [null, null],
])('%j is %j', (createdBy, instruction) => {
  expect(instructionOf(createdBy)).toBe(instruction)
})
