import * as core from '@actions/core'
import type { Config } from '../config/config.ts'
import { loadCacheService } from '../effects/cache-service.ts'
import type { Runner } from '../effects/runner.ts'
import type { World } from '../effects/world.ts'
import { publish } from '../publish/publish.ts'
import { commentBudget, renderMarkdown } from '../report/markdown.ts'
import type { Report } from '../report/report.ts'
import { renderText } from '../report/text.ts'
import { withoutCommands } from '../sink/log-line.ts'
import { keepLayers } from './keep-layers.ts'
import { run } from './run.ts'

/** What the action's step does once its inputs are read. Resolves with the exit code. */
export async function measureAndPublish(
  config: Config,
  runner: Runner,
  process: NodeJS.Process,
): Promise<number> {
  const service = config.cacheDirectory.kind === 'none' ? null : await loadCacheService(process.env, runner)
  const kept = await keepLayers(config, runner, service)
  let measured: Report | null = null
  try {
    return await run(runner, { ...config, cacheDirectory: kept.directory }, process, (report, world) => {
      measured = report
      return show(report, config, world)
    })
  } finally {
    await kept.end(measured)
  }
}

async function show(report: Report, config: Config, world: World): Promise<void> {
  const safe = world.runner.redact(report)
  const render = (bytes: number, characters: number): string =>
    renderMarkdown(safe, { budget: { bytes, characters } })
  // The text is neutral already; done twice, every escape in it would be shown escaped.
  const text = renderText(safe, { colour: false, width: 100 })
  for (const line of text.split('\n')) core.info(withoutCommands(line))
  const rendered = {
    comment: (bytes: number) =>
      render(Math.min(bytes, commentBudget.bytes), Math.min(bytes, commentBudget.characters)),
    summary: (bytes: number) => render(bytes, bytes),
  }
  await publish(report, rendered, config.publish, world)
}
