import { expect, test } from '@jest/globals'
import { instructionWords } from '../../../src/report/instruction.ts'

test.each([
  ['RUN /bin/sh -c apt-get update # buildkit', 'RUN apt-get update'],
  ['/bin/sh -c apt-get update', 'RUN apt-get update'],
  ['/bin/sh -c #(nop) COPY dir:abc in /app ', 'COPY dir:abc in /app'],
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
  ['RUN |1 TOKEN=hunter2 /bin/sh -c make install # buildkit', 'RUN make install'],
  ['|2 A=b C=d e /bin/sh -c make', 'RUN make'],
  ['RUN |1 TOKEN=hunter2 make', 'RUN (build arguments hidden)'],
  ['COPY . /src # buildkit', 'COPY . /src'],
  ['RUN a &&\n\tb', 'RUN a && b'],
])('%s', (instruction, words) => {
  expect(instructionWords(instruction)).toBe(words)
})
