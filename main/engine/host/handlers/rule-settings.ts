import {
  addRuleFolder,
  overrideRule,
  readLocalRules,
  removeRuleFolder,
  restoreRule,
} from '../../pipeline/local-rules.ts'
import type { Output } from '../../../../shared/contract/contract.ts'
import { CountersignError } from '../../../../shared/model/errors.ts'
import type { Handlers } from '../dispatch.ts'
import type { Engine } from '../engine.ts'

type Names = 'rule.settings' | 'rule.addFolder' | 'rule.removeFolder' | 'rule.override' | 'rule.restore'

/** The engagement's own rule folders and what it sets otherwise; each change is a ledger entry with who and why. */
export function ruleSettingHandlers(engine: Engine): Pick<Handlers, Names> {
  const changed = () => {
    engine.reloadRules()
    return settingsOf(engine)
  }
  return {
    'rule.settings': () => settingsOf(engine),
    'rule.addFolder'({ path, reason, actor }) {
      addRuleFolder(engine.workspace(), engine.options.rulesDir, { path, reason, actor, at: engine.now() })
      return changed()
    },
    'rule.removeFolder'({ path, reason, actor }) {
      removeRuleFolder(engine.workspace(), { path, reason, actor, at: engine.now() })
      return changed()
    },
    'rule.override'({ rule, reason, actor, ...terms }) {
      const ws = engine.workspace()
      overrideRule(ws, engine.rules().written, { rule, terms, reason, actor, at: engine.now() })
      return changed()
    },
    'rule.restore'({ rule, reason, actor }) {
      restoreRule(engine.workspace(), { rule, reason, actor, at: engine.now() })
      return changed()
    },
  }
}

/** Answers while a folder is missing too: that is when it is needed most. */
function settingsOf(engine: Engine): Output<'rule.settings'> {
  const { folders, overrides } = readLocalRules(engine.workspace())
  const pack = packOrNull(engine)
  const own = [...(pack?.rulePaths ?? [])]
  return {
    folders: folders.map((folder, index) => ({
      ...folder,
      rules: own.flatMap(([id, path]) => (path.startsWith(`+${index + 1}/`) ? [id] : [])).toSorted(),
    })),
    overrides: Object.entries(overrides)
      .map(([rule, override]) => ({ ...override, rule }))
      .sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    rulePack: pack?.identity ?? null,
  }
}

function packOrNull(engine: Engine) {
  try {
    return engine.rules().pack
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'rule_folder_missing') return null
    throw error
  }
}
