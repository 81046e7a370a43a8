import type { Migration } from './migration.ts'
import { initial } from './0010-initial.ts'
import { judgement } from './0020-judgement.ts'
import { sampling } from './0030-sampling.ts'

/** Every step, oldest first; new ones are added at the end and released ones never change. */
export const migrations: readonly Migration[] = [initial, judgement, sampling]

/** `CSGN` in ASCII: marks the file as ours in the SQLite header (`PRAGMA application_id`). */
export const applicationId = 0x4353474e
