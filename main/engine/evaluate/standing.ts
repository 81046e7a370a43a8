import type { Catalogue, CatalogueRequirement, StandingEntry } from '../../../shared/model/catalogue.ts'
import {
  frameworks as frameworkOrder,
  type Attestation,
  type Framework,
  type Standing,
} from '../../../shared/model/framework.ts'
import type { Controls, Rule } from '../../../shared/model/rule.ts'
import type { RulePack } from './load.ts'

/** A requirement of a framework with the rules behind it and where it stands. */
export interface RequirementStanding {
  readonly framework: Framework
  readonly requirement: CatalogueRequirement
  readonly standing: Standing
  /** Why, where no rule maps to it; empty for `rules` and `uncovered`. */
  readonly reason: string
  /** What a person brings in the rules' place; null for `rules`, `out-of-scope`, `uncovered` and headings that are sums. */
  readonly attestation: Attestation | null
  /** Ids of the rules that map to it (and, where the catalogue rolls up, to what is below it), in the pack's order. */
  readonly rules: readonly string[]
}

/** A framework as it is totalled: a catalogue, or a baseline of one. */
export interface FrameworkView {
  readonly framework: Framework
  readonly title: string
  readonly requirements: readonly RequirementStanding[]
}

/**
 * Every framework of the pack, FedRAMP's baselines included, with every requirement and its standing.
 * Rules map to 800-53 controls; a FedRAMP requirement is the control it is made of.
 */
export function frameworkViews(pack: Pick<RulePack, 'frameworks' | 'rules'>): readonly FrameworkView[] {
  const known = viewsOf.get(pack)
  if (known !== undefined) return known
  const views = makeViews(pack)
  viewsOf.set(pack, views)
  return views
}
/** A trend asks for the totals of one pack at every scan; packs do not change once loaded. */
const viewsOf = new WeakMap<object, readonly FrameworkView[]>()

function makeViews(pack: Pick<RulePack, 'frameworks' | 'rules'>): readonly FrameworkView[] {
  const views = pack.frameworks.flatMap((catalogue) => {
    const requirements = standingsOf(catalogue, pack.rules)
    const whole: FrameworkView = { framework: catalogue.framework, title: catalogue.title, requirements }
    const baselines = catalogue.baselines.map(({ framework, title, members }): FrameworkView => {
      const ids = new Set(members)
      return {
        framework,
        title,
        requirements: requirements
          .filter(({ requirement }) => ids.has(requirement.id))
          .map((row) => ({ ...row, framework })),
      }
    })
    return [whole, ...baselines]
  })
  return views.sort((a, b) => frameworkOrder.indexOf(a.framework) - frameworkOrder.indexOf(b.framework))
}

function standingsOf(catalogue: Catalogue, rules: readonly Rule[]): RequirementStanding[] {
  const direct = new Map<string, string[]>()
  for (const rule of rules) {
    for (const id of new Set(controlsOf(rule, catalogue.framework))) {
      const list = direct.get(id)
      if (list === undefined) direct.set(id, [rule.id])
      else list.push(rule.id)
    }
  }
  const byId = new Map(catalogue.requirements.map((requirement) => [requirement.id, requirement]))
  const children = new Map<string, CatalogueRequirement[]>()
  for (const requirement of catalogue.requirements) {
    if (requirement.parent !== null)
      children.set(requirement.parent, [...(children.get(requirement.parent) ?? []), requirement])
  }
  const declared = new Map(
    catalogue.standings.flatMap((entry) => entry.for.map((id) => [id, entry] as const)),
  )

  const stand = (requirement: CatalogueRequirement): RequirementStanding => {
    const below = catalogue.rollUp ? (children.get(requirement.id) ?? []).map(stand) : []
    const ids = new Set([...(direct.get(requirement.id) ?? []), ...below.flatMap((child) => child.rules)])
    const base = {
      framework: catalogue.framework,
      requirement,
      rules: ids.size === 0 ? [] : rules.filter(({ id }) => ids.has(id)).map(({ id }) => id),
    }
    if (ids.size > 0) return { ...base, standing: 'rules', reason: '', attestation: null }
    for (
      let at: CatalogueRequirement | undefined = requirement;
      at !== undefined;
      at = at.parent === null ? undefined : byId.get(at.parent)
    ) {
      const entry = declared.get(at.id)
      if (entry !== undefined) return { ...base, ...saidBy(entry) }
    }
    const group = declared.get(requirement.group)
    if (group !== undefined) return { ...base, ...saidBy(group) }
    const worst = weakest.find((standing) => below.some((child) => child.standing === standing))
    return {
      ...base,
      attestation: null,
      standing: worst ?? 'uncovered',
      reason: worst === undefined || worst === 'uncovered' ? '' : 'Stands as the requirements below it do.',
    }
  }
  return catalogue.requirements.map(stand)
}

const saidBy = ({ standing, reason, attestation }: StandingEntry) => ({ standing, reason, attestation })

/** A sum of requirements stands as the weakest of them. */
const weakest: readonly Standing[] = ['uncovered', 'attestation', 'inherited', 'out-of-scope']

/** Controls a rule maps to in a framework; FedRAMP's are those of 800-53. */
export function controlsOf(rule: Pick<Rule, 'controls'>, framework: Framework): readonly string[] {
  return rule.controls[framework.startsWith('fedramp-') ? 'nist-800-53-r5' : (framework as keyof Controls)]
}
