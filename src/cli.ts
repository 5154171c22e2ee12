#!/usr/bin/env node
import { terminal } from './entry/terminal.ts'

// Warnings for Node's developers about our libraries: nobody who reads the log can act on them.
process.noDeprecation = true
void terminal(process).then((code) => {
  process.exitCode = code
})
