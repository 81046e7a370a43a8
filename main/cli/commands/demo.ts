import type { Command } from 'commander'
import { runDemo } from '../demo/run.ts'

export function addDemoCommand(program: Command, onExit: (code: number) => void): void {
  program
    .command('demo')
    .description(
      'the whole job on the built-in sample: a quarter of exports in, a signed and verified package out',
    )
    .option('--out <folder>', 'where everything goes', 'out')
    .option('--no-window', 'do not open the window on the result')
    .action(async (options: { out: string; window: boolean }) => onExit(await runDemo(options)))
}
