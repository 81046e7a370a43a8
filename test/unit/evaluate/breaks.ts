import type { ProblemCode } from '../../../main/engine/evaluate/pack/problem.ts'
import type { packFiles } from './a-pack.ts'

/** One thing wrong with the sound pack, and the problem it must bring at that place. */
export type Break = [
  name: string,
  changes: Parameters<typeof packFiles>[0],
  code: ProblemCode,
  where: string | RegExp,
  message?: RegExp,
]

/** Rewrites a file's text; throws where there is nothing to rewrite, so that no break is without effect. */
export const swap = (from: string | RegExp, to: string) => (text: string) => {
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`${String(from)} is not in the file`)
  return changed
}

/** What leaves a recommendation or a requirement without a standing, or gives it two. */
export const coverageBreaks: readonly Break[] = [
  [
    'a recommendation without a rule',
    { 'benchmarks/cis-gcp-7.0.0.yaml': swap('automated, manual', 'automated, config') },
    'recommendation-uncovered',
    'benchmarks/cis-gcp-7.0.0.yaml#2.10',
    /no rule/,
  ],
  [
    'a recommendation for people without an attestation',
    { 'benchmarks/cis-gcp-7.0.0.yaml': swap(/ {2}- \{ recommendation: '2.1',.*\n/, '') },
    'recommendation-uncovered',
    'benchmarks/cis-gcp-7.0.0.yaml#2.1',
    /no attestation/,
  ],
  [
    'an attested recommendation that a rule maps to',
    { 'benchmarks/cis-aws-7.0.0.yaml': swap('automated, config', 'automated, manual') },
    'recommendation-twice',
    'benchmarks/cis-aws-7.0.0.yaml#2.10',
    /aws-test-bucket/,
  ],
  [
    'a rule’s recommendation that is attested too',
    { 'benchmarks/cis-aws-7.0.0.yaml': swap("recommendation: '2.1'", "recommendation: '2.10'") },
    'recommendation-twice',
    'benchmarks/cis-aws-7.0.0.yaml#2.10',
  ],
  [
    'an interface that the inventory makes needless',
    {
      'benchmarks/cis-aws-7.0.0.yaml': swap(
        'attestations:',
        "apis: [{ api: 'iam:List', for: ['2.10'] }]\nattestations:",
      ),
    },
    'recommendation-twice',
    'benchmarks/cis-aws-7.0.0.yaml#2.10',
    /iam:List/,
  ],
  [
    'a further interface that is not named',
    { 'benchmarks/cis-aws-7.0.0.yaml': swap('automated, config', 'automated, extra-api') },
    'catalogue-invalid',
    'benchmarks/cis-aws-7.0.0.yaml#2.10',
    /interface/,
  ],
  [
    'an attestation of no recommendation',
    { 'benchmarks/cis-aws-7.0.0.yaml': swap("recommendation: '2.1'", "recommendation: '2.3'") },
    'catalogue-dangling',
    'benchmarks/cis-aws-7.0.0.yaml',
    /2\.3/,
  ],
  [
    'a requirement without rules or standing',
    { 'frameworks/soc2.yaml': swap(/standings:[\s\S]*$/, '') },
    'requirement-uncovered',
    'frameworks/soc2.yaml#CC6.2',
  ],
  [
    'an attestation without evidence',
    { 'frameworks/soc2.yaml': swap('{ CC6.2: [Tickets, A review] }', '[CC6.2]') },
    'catalogue-invalid',
    /^frameworks\/soc2\.yaml#standings/,
    /evidence/,
  ],
  [
    'an attestation by nobody',
    { 'frameworks/soc2.yaml': swap('role: Owner, ', '') },
    'catalogue-invalid',
    /^frameworks\/soc2\.yaml#standings/,
  ],
]
