/**
 * What JSON of another kind looks like, by names in its first 64 KiB; for the message only.
 * The order matters: the first that fits is told.
 */
const signs: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['terraform-state', /"terraform_version"[^]*"(lineage|serial)"|"(lineage|serial)"[^]*"terraform_version"/],
  ['terraform-plan', /"(planned_values|resource_changes)"\s*:/],
  ['ocsf', /"class_uid"\s*:/],
  ['asff', /"(ProductArn|GeneratorId)"\s*:/],
  ['prowler', /"(CheckID|CheckTitle)"\s*:/],
  ['cloudtrail', /"eventVersion"\s*:[^]*"eventName"\s*:|"eventName"\s*:[^]*"eventVersion"\s*:/],
  ['sarif', /sarif-schema|"runs"\s*:\s*\[[^]*"tool"\s*:/],
  ['scc-findings', /"(findingClass|listFindingsResults|canonicalName)"\s*:|"finding"\s*:\s*\{/],
  ['defender-assessments', /"assessedResourceId"|microsoft\.security\/assessments/i],
  [
    'config-delivery',
    /ConfigurationSnapshotDeliveryCompleted|ConfigurationHistoryDeliveryCompleted|"s3ObjectKey"/,
  ],
  [
    'config-compliance',
    /ComplianceChangeNotification|"(EvaluationResults|ComplianceByConfigRules|newEvaluationResult)"/,
  ],
  [
    'config-setup',
    /"(ConfigRules|ConfigurationRecorders|ConfigurationRecordersStatus|DeliveryChannels)"\s*:/,
  ],
  ['scanner-findings', /"(findings|Findings|vulnerabilities|failed_checks|violations)"\s*:\s*[[{]/],
  ['cloudformation', /"AWSTemplateFormatVersion"\s*:/],
  ['arm-template', /deploymentTemplate\.json/],
  ['kubernetes', /"apiVersion"\s*:[^]*"kind"\s*:\s*"[A-Z]/],
  ['microsoft-graph', /graph\.microsoft\.com/],
  ['oscal', /"oscal-version"\s*:/],
  ['cyclonedx', /"bomFormat"\s*:|"spdxVersion"\s*:/],
  [
    'gcp-rest',
    /"kind"\s*:\s*"[a-z]+#\w+"|"selfLink"\s*:|"name"\s*:\s*"projects\/|"bindings"\s*:\s*\[|"projectId"\s*:/,
  ],
  [
    'aws-describe',
    /"(Reservations|Buckets|SecurityGroups|Users|Roles|Vpcs|Subnets|Volumes|DBInstances|Functions|Trails|Keys|ResponseMetadata)"\s*:/,
  ],
  ['package-json', /"(dependencies|devDependencies)"\s*:\s*\{/],
]

export function jsonKind(head: string): string {
  const trimmed = head.trim()
  if (/^\[\s*\]$/.test(trimmed)) return 'empty-list'
  if (/^\{\s*\}$/.test(trimmed)) return 'empty-object'
  if (/^\{\s*"(QueryInfo|Results)"/.test(trimmed) && trimmed.includes('"SelectFields"'))
    return 'select-without-resources'
  for (const [kind, pattern] of signs) if (pattern.test(head)) return kind
  return 'json'
}
