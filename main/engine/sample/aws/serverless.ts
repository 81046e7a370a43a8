import { canaries, launchUserData } from '../canaries.ts'
import { prod, shared, staging, type AwsAccount } from './accounts.ts'
import { add, createdAt, houseTags, tagList, type AwsEstate } from './item.ts'

interface Lambda {
  readonly name: string
  readonly account: AwsAccount
  readonly region: string
}
const group = (account: AwsAccount, region: string, names: readonly string[]): Lambda[] => names.map((name) => ({ name, account, region }))

const functions: readonly Lambda[] = [
  ...group(prod, 'eu-west-1', ['pose-estimator', 'order-intake', 'invoice-export', 'map-tiler', 'alert-router', 'firmware-sign', 'telemetry-compact']),
  ...group(prod, 'eu-central-1', ['telemetry-compact-dr', 'failover-check']),
  ...group(prod, 'us-east-1', ['edge-auth', 'edge-rewrite', 'depot-webhook']),
  ...group(staging, 'eu-west-1', ['pose-estimator-stg', 'order-intake-stg', 'map-tiler-stg', 'lab-scheduler', 'recording-index']),
  ...group(staging, 'eu-central-1', ['sim-launch', 'sim-collect']),
  ...group(shared, 'eu-west-1', ['key-rotation', 'cost-report', 'config-forwarder']),
  ...group(shared, 'us-east-1', ['mirror-sync']),
]

/** Lambda functions, ECS clusters with services and tasks, launch templates and build projects. */
export function addServerless(estate: AwsEstate): void {
  for (const f of functions) addFunction(estate, f)
  for (const [account, region, services] of clusters) addCluster(estate, account, region, services)
  for (const [account, region] of [[prod, 'eu-west-1'], [prod, 'us-east-1'], [staging, 'eu-west-1'], [staging, 'eu-central-1']] as const) addLaunchTemplate(estate, account, region)
  for (const [account, name] of [[shared, 'fleet-build'], [shared, 'firmware-build'], [staging, 'sim-build']] as const) addBuildProject(estate, account, name)
}

function addFunction(e: AwsEstate, f: Lambda): void {
  const arn = `arn:aws:lambda:${f.region}:${f.account.id}:function:${f.name}`
  const created = createdAt(e.random, arn)
  const tags = houseTags(f.account, f.name, 'platform')
  add(e, {
    account: f.account, region: f.region, type: 'AWS::Lambda::Function', id: f.name, name: f.name, arn, created,
    relationships: [{ resourceType: 'AWS::IAM::Role', resourceName: `lambda-${f.name}`, name: 'Is associated with ' }],
    describe: (story) => {
      const variables: Record<string, string> = { LOG_LEVEL: 'info', STAGE: f.account.name }
      if (f.name === 'pose-estimator') Object.assign(variables, { DB_PASSWORD: story.is('aws-lambda-secret') ? canaries.lambdaDbPasswordNew : canaries.lambdaDbPassword })
      if (f.name === 'depot-webhook') Object.assign(variables, { PARTNER_TOKEN: canaries.lambdaApiToken, PARTNER_URL: 'https://hooks.depot.example/v2' })
      return {
        tags,
        configuration: {
          functionName: f.name, functionArn: arn, runtime: 'nodejs22.x', role: `arn:aws:iam::${f.account.id}:role/lambda-${f.name}`, handler: 'index.handler', codeSize: e.random.int(`code/${arn}`, 20_000, 4_000_000), description: '',
          timeout: 30, memorySize: f.name === 'pose-estimator' ? (story.is('aws-lambda-memory') ? 1024 : 512) : 256, lastModified: created.replace('Z', '+0000'), codeSha256: `${e.random.hex(`sha/${arn}`, 43)}=`, version: '$LATEST',
          environment: { variables, error: null }, tracingConfig: { mode: 'Active' }, revisionId: e.random.guid(`rev/${arn}`), layers: [], state: 'Active', lastUpdateStatus: 'Successful', fileSystemConfigs: [], packageType: 'Zip', architectures: ['arm64'], ephemeralStorage: { size: 512 },
        },
        supplementary: { Tags: tags },
      }
    },
  })
}

const clusters: readonly (readonly [AwsAccount, string, readonly string[]])[] = [
  [prod, 'eu-west-1', ['fleet-api', 'order-api', 'map-api']],
  [prod, 'eu-central-1', ['fleet-api-dr']],
  [staging, 'eu-west-1', ['fleet-api-stg', 'order-api-stg']],
  [shared, 'eu-west-1', ['package-proxy']],
]

function addCluster(e: AwsEstate, account: AwsAccount, region: string, services: readonly string[]): void {
  const cluster = `${account.name}-${region}`
  const base = `arn:aws:ecs:${region}:${account.id}`
  add(e, {
    account, region, type: 'AWS::ECS::Cluster', id: `${base}:cluster/${cluster}`, name: cluster, arn: `${base}:cluster/${cluster}`, zone: 'Regional', created: createdAt(e.random, `ecs/${cluster}`),
    describe: () => ({ configuration: { ClusterName: cluster, Arn: `${base}:cluster/${cluster}`, ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }], CapacityProviders: ['FARGATE'], Configuration: {}, DefaultCapacityProviderStrategy: [], Tags: [] } }),
  })
  for (const service of services) {
    const task = `${base}:task-definition/${service}:14`
    const secrets = service === 'fleet-api' ? [{ Name: 'QUEUE_PASSWORD', Value: canaries.ecsQueuePassword }] : service === 'order-api-stg' ? [{ Name: 'LICENCE_KEY', Value: canaries.ecsLicence }] : []
    add(e, {
      account, region, type: 'AWS::ECS::TaskDefinition', id: task, name: `${service}:14`, arn: task, zone: 'Regional', created: createdAt(e.random, `task/${service}`),
      describe: () => ({
        configuration: {
          Family: service, TaskDefinitionArn: task, TaskRoleArn: `arn:aws:iam::${account.id}:role/ecs-task`, ExecutionRoleArn: `arn:aws:iam::${account.id}:role/ecs-execution`, NetworkMode: 'awsvpc', RequiresCompatibilities: ['FARGATE'], Cpu: '512', Memory: '1024',
          ContainerDefinitions: [{
            Name: service, Image: `${shared.id}.dkr.ecr.eu-west-1.amazonaws.com/${service.replace(/-(dr|stg)$/, '')}:2.14.1`, Cpu: 0, Essential: true, PortMappings: [{ ContainerPort: 8080, Protocol: 'tcp' }], Environment: [{ Name: 'LOG_LEVEL', Value: 'info' }, ...secrets], Secrets: [], MountPoints: [], VolumesFrom: [],
            LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-group': `/ecs/${service}`, 'awslogs-region': region, 'awslogs-stream-prefix': 'ecs' }, SecretOptions: [] }, ReadonlyRootFilesystem: true,
          }],
          Volumes: [], PlacementConstraints: [], InferenceAccelerators: [], Status: 'ACTIVE', Tags: [],
        },
      }),
    })
    const arn = `${base}:service/${cluster}/${service}`
    add(e, {
      account, region, type: 'AWS::ECS::Service', id: arn, name: service, arn, zone: 'Regional', created: createdAt(e.random, `service/${service}`),
      describe: () => ({ configuration: { ServiceArn: arn, ServiceName: service, Cluster: cluster, TaskDefinition: task, DesiredCount: 2, LaunchType: 'FARGATE', PlatformVersion: '1.4.0', SchedulingStrategy: 'REPLICA', NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', SecurityGroups: [], Subnets: [] } }, EnableExecuteCommand: false, Tags: [] } }),
    })
  }
}

function addLaunchTemplate(e: AwsEstate, account: AwsAccount, region: string): void {
  const id = `lt-0${e.random.hex(`lt/${account.id}/${region}`, 16)}`
  const arn = `arn:aws:ec2:${region}:${account.id}:launch-template/${id}`
  add(e, {
    account, region, type: 'AWS::EC2::LaunchTemplate', id, name: `${account.name}-worker`, arn, zone: 'Regional', created: createdAt(e.random, arn),
    describe: () => ({
      configuration: {
        LaunchTemplateName: `${account.name}-worker`, LatestVersionNumber: '3', DefaultVersionNumber: '3', LaunchTemplateId: id,
        LaunchTemplateData: { ImageId: `ami-0${e.random.hex(`ami/${region}`, 16)}`, InstanceType: 'm6i.large', MetadataOptions: { HttpTokens: 'required' }, ...(account === staging && region === 'eu-west-1' ? { UserData: launchUserData } : {}) },
      },
    }),
  })
}

function addBuildProject(e: AwsEstate, account: AwsAccount, name: string): void {
  const arn = `arn:aws:codebuild:eu-west-1:${account.id}:project/${name}`
  const variables = [{ name: 'REGISTRY', value: `${shared.id}.dkr.ecr.eu-west-1.amazonaws.com`, type: 'PLAINTEXT' }]
  if (name === 'sim-build') variables.push({ name: 'GIT_TOKEN', value: canaries.buildToken, type: 'PLAINTEXT' })
  const tags = houseTags(account, name, 'platform')
  add(e, {
    account, region: 'eu-west-1', type: 'AWS::CodeBuild::Project', id: arn, name, arn, created: createdAt(e.random, arn),
    describe: () => ({
      tags,
      configuration: {
        name, arn, source: { type: 'CODECOMMIT', location: `https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/${name}`, gitCloneDepth: 1, insecureSsl: false }, artifacts: { type: 'NO_ARTIFACTS' }, serviceRole: `arn:aws:iam::${account.id}:role/codebuild`,
        timeoutInMinutes: 60, encryptionKey: `arn:aws:kms:eu-west-1:${account.id}:alias/aws/s3`, created: createdAt(e.random, arn), badge: { badgeEnabled: false },
        environment: { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0', computeType: 'BUILD_GENERAL1_MEDIUM', environmentVariables: variables, privilegedMode: false }, tags: tagList(tags),
      },
    }),
  })
}
