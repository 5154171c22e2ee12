/** Recorded from engine 20.10.24 (buildx 0.29.1): the same failing Dockerfile through each builder. */
export const failingDockerfile = `FROM image-size-guard/python:3.11-slim AS builder
RUN echo one
RUN printf 'partial'; echo err >&2; \\
  exit 3
FROM scratch
COPY --from=builder /etc/hostname /x
`

export const rawJsonLines = [
  '{"vertexes":[{"digest":"sha256:0015865fcc9afec01b23979370eaa679d600bc51330f5a7d599fa7a62e3c0279","name":"[builder 1/3] FROM docker.io/image-size-guard/python:3.11-slim"},{"digest":"sha256:24710948696a1ca6ae9a9617e58e646fbddc99054f65877598353f1823e10fa4","inputs":["sha256:0015865fcc9afec01b23979370eaa679d600bc51330f5a7d599fa7a62e3c0279"],"name":"[builder 2/3] RUN echo one"},{"digest":"sha256:2ddba240025b0b4b37a6419e8ff484e47407d1b5d1fc262b96123bce8a352e28","inputs":["sha256:24710948696a1ca6ae9a9617e58e646fbddc99054f65877598353f1823e10fa4"],"name":"[builder 3/3] RUN printf \'partial\'; echo err \\u003e\\u00262;   exit 3"},{"digest":"sha256:3e6f0e098ac84834da584f6e6523e09d70f3a74bc20dc6d42fac177aba811f5e","inputs":["sha256:2ddba240025b0b4b37a6419e8ff484e47407d1b5d1fc262b96123bce8a352e28"],"name":"[stage-1 1/1] COPY --from=builder /etc/hostname /x"}]}',
  '{"vertexes":[{"digest":"sha256:0015865fcc9afec01b23979370eaa679d600bc51330f5a7d599fa7a62e3c0279","name":"[builder 1/3] FROM docker.io/image-size-guard/python:3.11-slim","started":"2026-11-24T19:46:58.833733Z","completed":"2026-11-24T19:46:58.833789967Z","cached":true}]}',
  '{"vertexes":[{"digest":"sha256:24710948696a1ca6ae9a9617e58e646fbddc99054f65877598353f1823e10fa4","inputs":["sha256:0015865fcc9afec01b23979370eaa679d600bc51330f5a7d599fa7a62e3c0279"],"name":"[builder 2/3] RUN echo one","started":"2026-11-24T19:46:58.835707225Z"}]}',
  '{"logs":[{"vertex":"sha256:24710948696a1ca6ae9a9617e58e646fbddc99054f65877598353f1823e10fa4","stream":1,"data":"b25lCg==","timestamp":"2026-11-24T19:46:59.075039869Z"}]}',
  '{"vertexes":[{"digest":"sha256:24710948696a1ca6ae9a9617e58e646fbddc99054f65877598353f1823e10fa4","inputs":["sha256:0015865fcc9afec01b23979370eaa679d600bc51330f5a7d599fa7a62e3c0279"],"name":"[builder 2/3] RUN echo one","started":"2026-11-24T19:46:58.835707225Z","completed":"2026-11-24T19:46:59.10252437Z"}]}',
  '{"vertexes":[{"digest":"sha256:2ddba240025b0b4b37a6419e8ff484e47407d1b5d1fc262b96123bce8a352e28","inputs":["sha256:24710948696a1ca6ae9a9617e58e646fbddc99054f65877598353f1823e10fa4"],"name":"[builder 3/3] RUN printf \'partial\'; echo err \\u003e\\u00262;   exit 3","started":"2026-11-24T19:46:59.103862531Z"}]}',
  '{"logs":[{"vertex":"sha256:2ddba240025b0b4b37a6419e8ff484e47407d1b5d1fc262b96123bce8a352e28","stream":2,"data":"ZXJyCg==","timestamp":"2026-11-24T19:46:59.48879693Z"}]}',
  '{"logs":[{"vertex":"sha256:2ddba240025b0b4b37a6419e8ff484e47407d1b5d1fc262b96123bce8a352e28","stream":1,"data":"cGFydGlhbA==","timestamp":"2026-11-24T19:46:59.488907147Z"}]}',
  '{"vertexes":[{"digest":"sha256:2ddba240025b0b4b37a6419e8ff484e47407d1b5d1fc262b96123bce8a352e28","inputs":["sha256:24710948696a1ca6ae9a9617e58e646fbddc99054f65877598353f1823e10fa4"],"name":"[builder 3/3] RUN printf \'partial\'; echo err \\u003e\\u00262;   exit 3","started":"2026-11-24T19:46:59.103862531Z","completed":"2026-11-24T19:46:59.513636136Z","error":"executor failed running [/bin/sh -c printf \'partial\'; echo err \\u003e\\u00262;   exit 3]: exit code: 3"}]}',
  "ERROR: failed to build: failed to solve: executor failed running [/bin/sh -c printf 'partial'; echo err >&2;   exit 3]: exit code: 3",
]

export const traceMessages = [
  {
    id: 'moby.buildkit.trace',
    aux: 'CokBCkdzaGEyNTY6NDViZWNiOTU5YjVkZDUwNzhjNTkzNDg3Mzk5OTI1OWJjMzcxMjEzNDQ4OWY0ODU3ZDBkYTIxOWExMDk5ZmRjNBo+W2J1aWxkZXIgMS8zXSBGUk9NIGRvY2tlci5pby9pbWFnZS1zaXplLWd1YXJkL3B5dGhvbjozLjExLXNsaW0KrgEKR3NoYTI1NjpkZjQzYWY2NWE0MGJjZmQ0NjE4YjYzOTI2NTgzYTQ2NjFjNjMwMzhjNGZmZmZkMGJiNGE0MGYyNWJlMjRjMzJkEkdzaGEyNTY6NDViZWNiOTU5YjVkZDUwNzhjNTkzNDg3Mzk5OTI1OWJjMzcxMjEzNDQ4OWY0ODU3ZDBkYTIxOWExMDk5ZmRjNBoaW2J1aWxkZXIgMi8zXSBSVU4gZWNobyBvbmUKzgEKR3NoYTI1Njo5M2I4ZTI2Nzk3ZDM5ZDgyN2IxMTYxMmRiZDMwMmJmMjRiN2RlMDJjMjNmNzdlOTY4MGU3YWI3MTcyMDEyMGJjEkdzaGEyNTY6ZGY0M2FmNjVhNDBiY2ZkNDYxOGI2MzkyNjU4M2E0NjYxYzYzMDM4YzRmZmZmZDBiYjRhNDBmMjViZTI0YzMyZBo6W2J1aWxkZXIgMy8zXSBSVU4gcHJpbnRmICdwYXJ0aWFsJzsgZWNobyBlcnIgPiYyOyAgIGV4aXQgMwrGAQpHc2hhMjU2OjMyMjMzMTkzNWZhNGY1NmEzNTJlNjgwMjZhNDI1Y2JkYjY5N2ZhYmRiZjk4YzM2MTliOTdmNmVkOTQyNmUxNzISR3NoYTI1Njo5M2I4ZTI2Nzk3ZDM5ZDgyN2IxMTYxMmRiZDMwMmJmMjRiN2RlMDJjMjNmNzdlOTY4MGU3YWI3MTcyMDEyMGJjGjJbc3RhZ2UtMSAxLzFdIENPUFkgLS1mcm9tPWJ1aWxkZXIgL2V0Yy9ob3N0bmFtZSAveA==',
  },
  {
    id: 'moby.buildkit.trace',
    aux: 'CqUBCkdzaGEyNTY6NDViZWNiOTU5YjVkZDUwNzhjNTkzNDg3Mzk5OTI1OWJjMzcxMjEzNDQ4OWY0ODU3ZDBkYTIxOWExMDk5ZmRjNBo+W2J1aWxkZXIgMS8zXSBGUk9NIGRvY2tlci5pby9pbWFnZS1zaXplLWd1YXJkL3B5dGhvbjozLjExLXNsaW0qDAiz05fYBhCv0YDrAjIMCLPTl9gGEIWdjusCCswBCkdzaGEyNTY6ZGY0M2FmNjVhNDBiY2ZkNDYxOGI2MzkyNjU4M2E0NjYxYzYzMDM4YzRmZmZmZDBiYjRhNDBmMjViZTI0YzMyZBJHc2hhMjU2OjQ1YmVjYjk1OWI1ZGQ1MDc4YzU5MzQ4NzM5OTkyNTliYzM3MTIxMzQ0ODlmNDg1N2QwZGEyMTlhMTA5OWZkYzQaGltidWlsZGVyIDIvM10gUlVOIGVjaG8gb25lIAEqDAiz05fYBhCih6HrAjIMCLPTl9gGEIPmousCCtwBCkdzaGEyNTY6OTNiOGUyNjc5N2QzOWQ4MjdiMTE2MTJkYmQzMDJiZjI0YjdkZTAyYzIzZjc3ZTk2ODBlN2FiNzE3MjAxMjBiYxJHc2hhMjU2OmRmNDNhZjY1YTQwYmNmZDQ2MThiNjM5MjY1ODNhNDY2MWM2MzAzOGM0ZmZmZmQwYmI0YTQwZjI1YmUyNGMzMmQaOltidWlsZGVyIDMvM10gUlVOIHByaW50ZiAncGFydGlhbCc7IGVjaG8gZXJyID4mMjsgICBleGl0IDMqDAiz05fYBhCN26frAg==',
  },
  {
    id: 'moby.buildkit.trace',
    aux: 'GmIKR3NoYTI1Njo5M2I4ZTI2Nzk3ZDM5ZDgyN2IxMTYxMmRiZDMwMmJmMjRiN2RlMDJjMjNmNzdlOTY4MGU3YWI3MTcyMDEyMGJjEgwIs9OX2AYQ+7uQ2QMYASIHcGFydGlhbA==',
  },
  {
    id: 'moby.buildkit.trace',
    aux: 'Gl8KR3NoYTI1Njo5M2I4ZTI2Nzk3ZDM5ZDgyN2IxMTYxMmRiZDMwMmJmMjRiN2RlMDJjMjNmNzdlOTY4MGU3YWI3MTcyMDEyMGJjEgwIs9OX2AYQkfal2QMYAiIEZXJyCg==',
  },
  {
    id: 'moby.buildkit.trace',
    aux: 'CsYCCkdzaGEyNTY6OTNiOGUyNjc5N2QzOWQ4MjdiMTE2MTJkYmQzMDJiZjI0YjdkZTAyYzIzZjc3ZTk2ODBlN2FiNzE3MjAxMjBiYxJHc2hhMjU2OmRmNDNhZjY1YTQwYmNmZDQ2MThiNjM5MjY1ODNhNDY2MWM2MzAzOGM0ZmZmZmQwYmI0YTQwZjI1YmUyNGMzMmQaOltidWlsZGVyIDMvM10gUlVOIHByaW50ZiAncGFydGlhbCc7IGVjaG8gZXJyID4mMjsgICBleGl0IDMqDAiz05fYBhCN26frAjILCLTTl9gGEMDh5wg6W2V4ZWN1dG9yIGZhaWxlZCBydW5uaW5nIFsvYmluL3NoIC1jIHByaW50ZiAncGFydGlhbCc7IGVjaG8gZXJyID4mMjsgICBleGl0IDNdOiBleGl0IGNvZGU6IDM=',
  },
  {
    errorDetail: {
      message: "executor failed running [/bin/sh -c printf 'partial'; echo err >&2;   exit 3]: exit code: 3",
    },
    error: "executor failed running [/bin/sh -c printf 'partial'; echo err >&2;   exit 3]: exit code: 3",
  },
]

export const legacyMessages = [
  { stream: 'Step 1/5 : FROM image-size-guard/python:3.11-slim AS builder' },
  { stream: '\n' },
  { stream: ' ---> 86266d1ce297\n' },
  { stream: 'Step 2/5 : RUN echo one' },
  { stream: '\n' },
  { stream: ' ---> Running in 24cfd746aaa9\n' },
  { stream: 'one\n' },
  { stream: 'Removing intermediate container 24cfd746aaa9\n' },
  { stream: ' ---> 8190c3a27f83\n' },
  { stream: "Step 3/5 : RUN printf 'partial'; echo err >&2;   exit 3" },
  { stream: '\n' },
  { stream: ' ---> Running in 7d6c9c8a1889\n' },
  { stream: 'partial' },
  { stream: '\u001b[91merr\n\u001b[0m' },
  {
    errorDetail: {
      code: 3,
      message:
        "The command '/bin/sh -c printf 'partial'; echo err >&2;   exit 3' returned a non-zero code: 3",
    },
    error: "The command '/bin/sh -c printf 'partial'; echo err >&2;   exit 3' returned a non-zero code: 3",
  },
]
