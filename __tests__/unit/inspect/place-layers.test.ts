import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readDockerfile } from '../../../src/build/dockerfile-lines.ts'
import { layerInstructions } from '../../../src/build/layer-instructions.ts'
import { placeLayers } from '../../../src/inspect/place-layers.ts'

/** Lines of the layers of a history, as `line`, or `line stage` and `line stage < copyFrom`. */
function linesOf(
  text: string,
  createdBy: readonly string[],
  { target = null, baseIsKnown = true }: { target?: string | null; baseIsKnown?: boolean } = {},
): (string | null)[] {
  const file = 'docker/Dockerfile'
  const instructions = layerInstructions({ file, text, outline: readDockerfile(text) }, target, {})
  return placeLayers(createdBy, instructions, baseIsKnown).map((place) => {
    if (!place) return null
    expect(place.file).toBe(file)
    const stage = place.stage === null ? '' : ` ${place.stage}`
    return `${place.line}${stage}${place.copyFrom === null ? '' : ` < ${place.copyFrom}`}`
  })
}

const several = `ARG BASE=python:3.11-slim
FROM \${BASE} AS parent
ARG WHO=world
ENV DIR=/opt
WORKDIR /opt
RUN echo one \\
    # a comment inside
    && echo two \\

    && echo "$WHO" > three
FROM python:3.11-slim AS tools
RUN echo tool > /tool
FROM parent
ARG VERSION="1 2"
COPY --from=tools /tool \${DIR}/bin/
COPY --chown=1:1 a.txt b.txt ./dest/
COPY ["a.txt", "with space.txt", "/json/"]
ADD --chown=2:2 . $DIR/all
WORKDIR sub
WORKDIR /opt/sub/../other
WORKDIR /
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN echo same
RUN echo same
RUN ["/bin/echo", "exec form", "x"]
RUN   echo $DIR   spaced    out\ttab
EXPOSE 80
USER 1000
WORKDIR /home/user/app
LABEL a=b
COPY . .
CMD ["x"]
`

// Recorded from the engine's own BuildKit (engine 20.10.24, buildx 0.29.1); its API gives the same.
const byBuildkit = [
  'WORKDIR /opt',
  'RUN |1 WHO=big world /bin/sh -c echo one     && echo two     && echo "$WHO" > three # buildkit',
  'COPY /tool /opt/bin/ # buildkit',
  'COPY a.txt b.txt ./dest/ # buildkit',
  'COPY a.txt with space.txt /json/ # buildkit',
  'ADD . /opt/all # buildkit',
  'WORKDIR /opt/sub',
  'WORKDIR /opt/sub/../other',
  'RUN |1 VERSION=1 2 /bin/bash -o pipefail -c echo same # buildkit',
  'RUN |1 VERSION=1 2 /bin/bash -o pipefail -c echo same # buildkit',
  'RUN |1 VERSION=1 2 /bin/echo exec form x # buildkit',
  'RUN |1 VERSION=1 2 /bin/bash -o pipefail -c echo $DIR   spaced    out\ttab # buildkit',
  'WORKDIR /home/user/app',
  'COPY . . # buildkit',
]

const linesByBuildkit = [
  ...['5 parent', '6 parent', '15 < tools', '16', '17', '18', '19', '20', '23', '24', '25', '26'],
  ...['29', '31'],
]

test('each layer that BuildKit made has its line, through every stage that the target is based on', () => {
  expect(linesOf(several, byBuildkit)).toEqual(linesByBuildkit)
})

test('layers of a base that is not known are left over at the bottom', () => {
  const base = ['RUN /bin/sh -c apt-get update # buildkit', 'WORKDIR /']
  expect(linesOf(several, [...base, ...byBuildkit], { baseIsKnown: false })).toEqual([
    null,
    null,
    ...linesByBuildkit,
  ])
})

test('each layer that the classic builder made has its line, though what changes no file makes none', () => {
  // Recorded from DOCKER_BUILDKIT=0 docker build, engine 20.10.24.
  const history = [
    '|1 WHO=big world /bin/sh -c echo one     && echo two     && echo "$WHO" > three',
    '/bin/sh -c #(nop) COPY file:14e268a8f9f6d7c7b52cb9fe1d060764906904897888437479f9fe0586ce8552 in /opt/bin/ ',
    '/bin/sh -c #(nop) COPY --chown=1:1multi:59e3963f5e7d6137120d6afcd1a6ca6a02dfe35f6ed41d7b8cbee2bf80896577 in ./dest/ ',
    '/bin/sh -c #(nop) COPY multi:9b73b6be08693608a1818908da4272ed8ae1ab5a13995312d575a3b80fe86f9d in /json/ ',
    '/bin/sh -c #(nop) ADD --chown=2:2dir:158d4a939abe8aa9a1597cc11a784566d2fa3c5d831fbc923cbeeaa28901d791 in /opt/all ',
    '/bin/sh -c #(nop) WORKDIR /opt/sub',
    '/bin/sh -c #(nop) WORKDIR /opt/sub/../other',
    '/bin/bash -o pipefail -c #(nop) WORKDIR /home/user/app',
    '/bin/bash -o pipefail -c #(nop) COPY dir:158d4a939abe8aa9a1597cc11a784566d2fa3c5d831fbc923cbeeaa28901d791 in . ',
  ]
  const lines = ['6 parent', '15 < tools', '16', '17', '18', '19', '20', '29', '31']
  expect(linesOf(several, history)).toEqual(lines)
})

test('here-documents, and instructions over several lines, have the line on which they begin', () => {
  const text = `FROM base
ARG WHO=w
RUN <<EOT
echo one
# kept
echo\ttwo
EOT
RUN cat <<A <<-B && \\
  true
 in a
A
\tin b
\tB
COPY --chmod=755 <<"run.sh" <<z.txt /bin/
#!/bin/sh
# keep
run.sh
z
z.txt
RUN <<X
#!/bin/sh
echo shebang
X
RUN <<-"QQ" sh -e
\techo piped
\tQQ
COPY --chown=1:1 --chmod=644 a.txt b.txt ./dest/
COPY --link a.txt /linked
ADD --chown=2:2 . /all
WORKDIR rel/x/
WORKDIR /opt/../other/
WORKDIR /other
RUN a=1 \\
  # c

  && echo "x\\"y" # not a comment
RUN ["echo", "b"]
COPY <<QQ /c.txt
QQ
`
  // Recorded from engine 28.5.2.
  const history = [
    'RUN |1 WHO=w /bin/sh -c echo one\n# kept\necho\ttwo\n # buildkit',
    'RUN |1 WHO=w /bin/sh -c cat <<A <<-B &&   true\n in a\nA\n in b\nB # buildkit',
    'COPY --chmod=755 <<run.sh <<z.txt /bin/ # buildkit',
    'RUN |1 WHO=w /bin/sh -c /dev/pipes/X # buildkit',
    'RUN |1 WHO=w /bin/sh -c <<-"QQ" sh -e\n echo piped\nQQ # buildkit',
    'COPY --chown=1:1 --chmod=644 a.txt b.txt ./dest/ # buildkit',
    'COPY a.txt /linked # buildkit',
    'ADD --chown=2:2 . /all # buildkit',
    'WORKDIR /rel/x',
    'WORKDIR /opt/../other/',
    'WORKDIR /other',
    'RUN |1 WHO=w /bin/sh -c a=1   && echo "x\\"y" # not a comment # buildkit',
    'RUN |1 WHO=w echo b # buildkit',
    'COPY <<QQ /c.txt # buildkit',
  ]
  expect(linesOf(text, history)).toEqual([
    '3',
    '8',
    '14',
    '20',
    '24',
    '27',
    '28',
    '29',
    '30',
    '31',
    '32',
    '33',
    '37',
    '38',
  ])
})

test('ONBUILD triggers of the base image have no line, those of a stage of the file have theirs', () => {
  const text = `FROM onbuild-base AS parent
RUN make
ONBUILD COPY --from=tools /t /t
ONBUILD RUN check
FROM parent
RUN last
`
  const history = [
    'COPY . /usr/src # buildkit',
    'RUN /bin/sh -c make # buildkit',
    'COPY /t /t # buildkit',
    'RUN /bin/sh -c check # buildkit',
    'RUN /bin/sh -c last # buildkit',
  ]
  expect(linesOf(text, history)).toEqual([null, '2 parent', '3 parent < tools', '4 parent', '6'])
})

test('a target has the lines of its own stages', () => {
  const text = `FROM a AS one
RUN x
FROM one AS two
RUN x
FROM b
RUN x
`
  const history = ['RUN /bin/sh -c x # buildkit', 'RUN /bin/sh -c x # buildkit']
  expect(linesOf(text, history, { target: 'two' })).toEqual(['2 one', '4 two'])
})

test('from a layer on whose text is none of the file, nothing has a line', () => {
  const text = `FROM a
RUN x
RUN y
RUN z
`
  const history = ['x', 'other', 'z'].map((command) => `RUN /bin/sh -c ${command} # buildkit`)
  expect(linesOf(text, history)).toEqual([null, null, '4'])
  expect(linesOf(text, ['merge 0123 to 4567'])).toEqual([null])
})

test('a layer that could be of either of two equal instructions has no line', () => {
  const text = `FROM a
RUN rm -f x
RUN touch y
RUN rm -f x
COPY a /a
`
  const copy = `/bin/sh -c #(nop) COPY file:${'0'.repeat(64)} in /a `
  expect(linesOf(text, ['/bin/sh -c rm -f x', copy])).toEqual([null, '5'])
  expect(linesOf(text, ['/bin/sh -c rm -f x', '/bin/sh -c touch y', copy])).toEqual(['2', '3', '5'])
})

test('the end of another command is no command of its own', () => {
  expect(linesOf('FROM a\nRUN true\n', ['RUN /bin/sh -c false || true # buildkit'])).toEqual([null])
  expect(linesOf('FROM a\nRUN true\n', ['RUN |1 A=b /bin/sh -c false || true # buildkit'])).toEqual([null])
})

test('a layer never has the line of another instruction, whichever of them made layers', () => {
  const command = fc.constantFrom('make', 'make all', 'true', 'rm -f x')
  const one = fc.record({ command, makesLayer: fc.boolean() })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), fc.array(command, { maxLength: 3 }), (all, base) => {
      const text = ['FROM a', ...all.map((run) => `RUN ${run.command}`)].join('\n')
      const made = all.flatMap((run, index) => (run.makesLayer ? [{ ...run, line: index + 2 }] : []))
      const classic = linesOf(
        text,
        made.map((run) => `/bin/sh -c ${run.command}`),
      )
      for (const [index, line] of classic.entries()) expect([null, `${made[index]?.line}`]).toContain(line)
      const layers = [...base, ...all.map((run) => run.command)].map(
        (run) => `RUN /bin/sh -c ${run} # buildkit`,
      )
      const lines = [...base.map(() => null), ...all.map((_, index) => `${index + 2}`)]
      expect(linesOf(text, layers, { baseIsKnown: false })).toEqual(lines)
    }),
  )
})

test('a layer without a text has no line, and neither has any in an image that was not built here', () => {
  expect(placeLayers([null], [], true)).toEqual([null])
  expect(placeLayers(['RUN /bin/sh -c x # buildkit'], [], true)).toEqual([null])
})
