#!/usr/bin/env node
import { keepHeapSmall } from './entry/small-heap.ts'
import { terminal } from './entry/terminal.ts'

// Warnings for Node's developers about our libraries: nobody who reads the log can act on them.
process.noDeprecation = true
keepHeapSmall()
void terminal(process).then((code) => {
  process.exitCode = code
})
