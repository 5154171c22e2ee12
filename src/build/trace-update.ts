import { type BuildUpdate, noUpdate, type VertexUpdate } from './build-update.ts'
import { type ProtobufField, readFields } from './protobuf.ts'

/**
 * The payload of a `moby.buildkit.trace` message: BuildKit's `StatusResponse`, of which vertexes (field 1: digest 1, name 3,
 * cached 4, started 5, completed 6, error 7) and logs (field 3: vertex 1, msg 4) are read.
 */
export function readTrace(message: Uint8Array): BuildUpdate {
  const fields = readFields(message)
  return {
    ...noUpdate,
    vertexes: submessages(fields, 1).map(toVertex),
    logs: submessages(fields, 3).map((log) => ({
      id: text(log, 1),
      data: bytes(log, 4) ?? new Uint8Array(),
    })),
  }
}

function toVertex(fields: ProtobufField[]): VertexUpdate {
  return {
    id: text(fields, 1),
    name: text(fields, 3),
    cached: number(fields, 4) === 1,
    started: time(fields, 5),
    completed: time(fields, 6),
    error: text(fields, 7),
  }
}

function submessages(fields: ProtobufField[], field: number): ProtobufField[][] {
  return fields.flatMap(({ number, value }) =>
    number === field && typeof value !== 'number' ? [readFields(value)] : [],
  )
}

// google.protobuf.Timestamp: seconds 1, nanos 2.
function time(fields: ProtobufField[], field: number): number | null {
  const [stamp] = submessages(fields, field)
  return stamp ? number(stamp, 1) * 1000 + number(stamp, 2) / 1e6 : null
}

function bytes(fields: ProtobufField[], field: number): Uint8Array | null {
  const found = fields.findLast(({ number, value }) => number === field && typeof value !== 'number')?.value
  return found instanceof Uint8Array ? found : null
}

function text(fields: ProtobufField[], field: number): string {
  return new TextDecoder().decode(bytes(fields, field) ?? new Uint8Array())
}

function number(fields: ProtobufField[], field: number): number {
  const found = fields.findLast((entry) => entry.number === field)?.value
  return typeof found === 'number' ? found : 0
}
