import { setFlagsFromString } from 'node:v8'

/**
 * Keeps V8's heap for young objects at its first size, 1 MB. It would grow to 32 MB while millions of short-lived
 * strings pass through it, and none of that is needed: the tables lie outside the heap.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
