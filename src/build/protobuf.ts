/** A field of a protobuf message: a number for varints, bytes for everything with a length. */
export interface ProtobufField {
  readonly number: number
  readonly value: number | Uint8Array
}

/**
 * The fields of one protobuf message in the order they were written (protobuf.dev, "Encoding"). Varints beyond
 * 2^53 lose precision; fixed-width fields are skipped. Throws an Error for bytes that are no message.
 */
export function readFields(message: Uint8Array): ProtobufField[] {
  const fields: ProtobufField[] = []
  for (let at = 0; at < message.length; ) {
    const key = readVarint(message, at)
    const kind = key.value % 8
    const number = Math.floor(key.value / 8)
    if (kind === 0) {
      const { value, next } = readVarint(message, key.next)
      fields.push({ number, value })
      at = next
    } else if (kind === 2) {
      const length = readVarint(message, key.next)
      at = length.next + length.value
      fields.push({ number, value: message.subarray(length.next, at) })
    } else if (kind === 1 || kind === 5) {
      at = key.next + (kind === 1 ? 8 : 4)
    } else {
      throw new Error(`protobuf: field ${number} has the unknown wire type ${kind}`)
    }
    if (at > message.length) throw new Error(`protobuf: field ${number} is cut off`)
  }
  return fields
}

function readVarint(message: Uint8Array, start: number): { value: number; next: number } {
  let value = 0
  for (let index = 0; index < 10; index++) {
    const byte = message[start + index]
    if (byte === undefined) throw new Error('protobuf: a number is cut off')
    value += (byte % 128) * 2 ** (7 * index)
    if (byte < 128) return { value, next: start + index + 1 }
  }
  throw new Error('protobuf: a number is too long')
}
