import type { DriftEvent } from '../../../../shared/model/drift.ts'
import type { Finding } from '../../../../shared/model/finding.ts'
import type { JudgingPack } from '../../pipeline/job.ts'
import type { DriftSelector, FindingSelector } from '../../sample/index.ts'
import { livingFindings, openDrift, type Workspace } from '../../store/index.ts'

/** A glob as the sample's script writes it: `*` any run of characters, `?` any one, case ignored. */
function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]')
  return new RegExp(`^${source}$`, 'i')
}

const matchesAny = (patterns: readonly string[], ...texts: string[]) =>
  patterns.map(glob).some((pattern) => texts.some((text) => pattern.test(text)))

/** Living findings that a decision of the script is about. */
export function selectFindings(ws: Workspace, rules: JudgingPack, select: FindingSelector): Finding[] {
  const ids = new Set(
    rules.pack.rules
      .filter(
        (rule) => rule.misconfiguration === select.misconfiguration && rule.provider === select.provider,
      )
      .map(({ id }) => id),
  )
  return livingFindings(ws).filter(
    (finding) => ids.has(finding.rule) && matchesAny(select.resources, finding.subject, finding.subjectName),
  )
}

/** Open drift that a decision of the script is about. */
export function selectDrift(ws: Workspace, select: DriftSelector): DriftEvent[] {
  return openDrift(ws).filter(
    (drift) =>
      drift.provider === select.provider &&
      matchesAny(select.resources, drift.resourceId, drift.name) &&
      glob(select.path).test(drift.path),
  )
}
