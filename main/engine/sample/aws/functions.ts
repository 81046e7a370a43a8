import { canaries } from '../canaries.ts'
import { prod, shared, staging, type AwsAccount } from './accounts.ts'
import { add, createdAt, houseTags, type AwsEstate } from './item.ts'

interface Lambda {
  readonly name: string
  readonly account: AwsAccount
  readonly region: string
}
const group = (account: AwsAccount, region: string, names: readonly string[]): Lambda[] =>
  names.map((name) => ({ name, account, region }))

const functions: readonly Lambda[] = [
  ...group(prod, 'eu-west-1', [
    'pose-estimator',
    'order-intake',
    'invoice-export',
    'map-tiler',
    'alert-router',
    'firmware-sign',
    'telemetry-compact',
  ]),
  ...group(prod, 'eu-central-1', ['telemetry-compact-dr', 'failover-check']),
  ...group(prod, 'us-east-1', ['edge-auth', 'edge-rewrite', 'depot-webhook']),
  ...group(staging, 'eu-west-1', [
    'pose-estimator-stg',
    'order-intake-stg',
    'map-tiler-stg',
    'lab-scheduler',
    'recording-index',
  ]),
  ...group(staging, 'eu-central-1', ['sim-launch', 'sim-collect']),
  ...group(shared, 'eu-west-1', ['key-rotation', 'cost-report', 'config-forwarder']),
  ...group(shared, 'us-east-1', ['mirror-sync']),
]

/** Lambda functions, two of them with secrets in the environment. */
export function addFunctions(estate: AwsEstate): void {
  for (const f of functions) addFunction(estate, f)
}

function addFunction(e: AwsEstate, f: Lambda): void {
  const arn = `arn:aws:lambda:${f.region}:${f.account.id}:function:${f.name}`
  const created = createdAt(e.random, arn)
  const tags = houseTags(f.account, f.name, 'platform')
  add(e, {
    account: f.account,
    region: f.region,
    type: 'AWS::Lambda::Function',
    id: f.name,
    name: f.name,
    arn,
    created,
    relationships: [
      { resourceType: 'AWS::IAM::Role', resourceName: `lambda-${f.name}`, name: 'Is associated with ' },
    ],
    describe: (story) => {
      const variables: Record<string, string> = { LOG_LEVEL: 'info', STAGE: f.account.name }
      if (f.name === 'pose-estimator')
        Object.assign(variables, {
          DB_PASSWORD: story.is('aws-lambda-secret')
            ? canaries.lambdaDbPasswordNew
            : canaries.lambdaDbPassword,
        })
      if (f.name === 'depot-webhook')
        Object.assign(variables, {
          PARTNER_TOKEN: canaries.lambdaApiToken,
          PARTNER_URL: 'https://hooks.depot.example/v2',
        })
      return {
        tags,
        configuration: {
          functionName: f.name,
          functionArn: arn,
          runtime: 'nodejs22.x',
          role: `arn:aws:iam::${f.account.id}:role/lambda-${f.name}`,
          handler: 'index.handler',
          codeSize: e.random.int(`code/${arn}`, 20_000, 4_000_000),
          description: '',
          timeout: 30,
          memorySize: f.name === 'pose-estimator' ? (story.is('aws-lambda-memory') ? 1024 : 512) : 256,
          lastModified: created.replace('Z', '+0000'),
          codeSha256: `${e.random.hex(`sha/${arn}`, 43)}=`,
          version: '$LATEST',
          environment: { variables, error: null },
          tracingConfig: { mode: 'Active' },
          revisionId: e.random.guid(`rev/${arn}`),
          layers: [],
          state: 'Active',
          lastUpdateStatus: 'Successful',
          fileSystemConfigs: [],
          packageType: 'Zip',
          architectures: ['arm64'],
          ephemeralStorage: { size: 512 },
        },
        supplementary: { Tags: tags },
      }
    },
  })
}
