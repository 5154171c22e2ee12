// Prints 'PASSED FAILED' for one Jest run, from its JSON result and its exit code.
// Usage: node script/count-tests.mjs RESULT.json EXIT_CODE

import { existsSync, readFileSync } from 'node:fs'

const [file, exitCode] = process.argv.slice(2)
const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
const passed = result?.numPassedTests ?? 0
// A file that does not load has no tests, and still is a failure.
const failed = (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 0)
// Jest failed, and no test says why: it crashed, or a project has no tests at all.
const unexplained = exitCode !== '0' && failed === 0 ? 1 : 0
process.stdout.write(`${passed} ${failed + unexplained}\n`)
