import { age } from '../format.ts'
import type { Report } from './report.ts'

/** How old an image was when the report was made: `created 12 days ago`. `createdAt` as the engine has it. */
export function createdWords(createdAt: string, report: Pick<Report, 'createdAt'>): string {
  const ms = Date.parse(report.createdAt) - Date.parse(createdAt)
  return Number.isFinite(ms) ? `created ${age(ms)}` : 'created at an unknown time'
}

/** A digest as people compare it: its algorithm and 12 digits. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12)
}
