#!/usr/bin/env node
import { letReadersLeave } from './entry/closed-output.ts'
import { keepCompiledCode } from './entry/compile-cache.ts'
import { keepHeapSmall } from './entry/small-heap.ts'

// Warnings for Node's developers about our libraries: nobody who reads the log can act on them.
process.noDeprecation = true
// First: code that was compiled under other flags is not taken.
keepHeapSmall()
keepCompiledCode(process)
letReadersLeave(process)
const { terminal } = await import('./entry/terminal.ts')
process.exitCode = await terminal(process)
