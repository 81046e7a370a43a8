import { frameworks, type Framework } from '../../../../shared/model/framework.ts'
import type { Controls, Rule } from '../../../../shared/model/rule.ts'
import type { RuleText } from '../reader.ts'
import { line, oscalControl, sharedId } from './ids.ts'
import { metadata, prop, type OscalContext } from './oscal-common.ts'

/** The rule pack as a component definition: which rule is a check of which control. The ids are the same for every engagement. */
export function componentDefinition(oscal: OscalContext): object {
  const { context, id } = oscal
  const pack = context.reader.pack()
  const rules = [...context.reader.rules()]
  const implementations = frameworks.flatMap((framework) => implementation(framework, rules))
  return {
    'component-definition': {
      uuid: id('component-definition', pack.sha256, context.at),
      metadata: metadata(oscal, 'Rule pack'),
      components: [
        {
          uuid: sharedId('rule-pack'),
          type: 'validation',
          title: line(`Countersign rules ${pack.version}`),
          description:
            'Rules that judge the configuration of cloud resources, each mapped to the controls it is evidence for.',
          props: [
            prop('version', pack.version),
            prop('sha256', pack.sha256),
            ...rules.map(({ rule, sha256 }) => ({
              ...prop('rule', rule.id),
              class: rule.severity,
              remarks: `${rule.title} (SHA-256 ${sha256})`,
            })),
          ],
          ...(implementations.length === 0 ? {} : { 'control-implementations': implementations }),
        },
      ],
    },
  }
}

function implementation(framework: Framework, rules: readonly RuleText[]): object[] {
  if (framework.startsWith('fedramp-')) return []
  const byControl = new Map<string, Rule[]>()
  for (const { rule } of rules) {
    for (const control of rule.controls[framework as keyof Controls])
      byControl.set(control, [...(byControl.get(control) ?? []), rule])
  }
  if (byControl.size === 0) return []
  return [
    {
      uuid: sharedId('implementation', framework),
      source: `urn:countersign:framework:${framework}`,
      description: `Controls of ${framework} that rules check.`,
      'implemented-requirements': [...byControl]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([control, own]) => ({
          uuid: sharedId('requirement', framework, control),
          'control-id': oscalControl(framework, control),
          description: own.map(({ title }) => title).join('; '),
          props: own.map(({ id }) => prop('rule', id)),
        })),
    },
  ]
}
