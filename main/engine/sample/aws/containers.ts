import { canaries } from '../canaries.ts'
import { prod, shared, staging, type AwsAccount } from './accounts.ts'
import { add, createdAt, type AwsEstate } from './item.ts'

const clusters: readonly (readonly [AwsAccount, string, readonly string[]])[] = [
  [prod, 'eu-west-1', ['fleet-api', 'order-api', 'map-api']],
  [prod, 'eu-central-1', ['fleet-api-dr']],
  [staging, 'eu-west-1', ['fleet-api-stg', 'order-api-stg']],
  [shared, 'eu-west-1', ['package-proxy']],
]

/** ECS clusters with services and task definitions. */
export function addContainers(estate: AwsEstate): void {
  for (const [account, region, services] of clusters) addCluster(estate, account, region, services)
}

function addCluster(e: AwsEstate, account: AwsAccount, region: string, services: readonly string[]): void {
  const cluster = `${account.name}-${region}`
  const base = `arn:aws:ecs:${region}:${account.id}`
  add(e, {
    account,
    region,
    type: 'AWS::ECS::Cluster',
    id: `${base}:cluster/${cluster}`,
    name: cluster,
    arn: `${base}:cluster/${cluster}`,
    zone: 'Regional',
    created: createdAt(e.random, `ecs/${cluster}`),
    describe: () => ({
      configuration: {
        ClusterName: cluster,
        Arn: `${base}:cluster/${cluster}`,
        ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
        CapacityProviders: ['FARGATE'],
        Configuration: {},
        DefaultCapacityProviderStrategy: [],
        Tags: [],
      },
    }),
  })
  for (const service of services) {
    const task = `${base}:task-definition/${service}:14`
    const secrets =
      service === 'fleet-api'
        ? [{ Name: 'QUEUE_PASSWORD', Value: canaries.ecsQueuePassword }]
        : service === 'order-api-stg'
          ? [{ Name: 'LICENCE_KEY', Value: canaries.ecsLicence }]
          : []
    add(e, {
      account,
      region,
      type: 'AWS::ECS::TaskDefinition',
      id: task,
      name: `${service}:14`,
      arn: task,
      zone: 'Regional',
      created: createdAt(e.random, `task/${service}`),
      describe: () => ({
        configuration: {
          Family: service,
          TaskDefinitionArn: task,
          TaskRoleArn: `arn:aws:iam::${account.id}:role/ecs-task`,
          ExecutionRoleArn: `arn:aws:iam::${account.id}:role/ecs-execution`,
          NetworkMode: 'awsvpc',
          RequiresCompatibilities: ['FARGATE'],
          Cpu: '512',
          Memory: '1024',
          ContainerDefinitions: [
            {
              Name: service,
              Image: `${shared.id}.dkr.ecr.eu-west-1.amazonaws.com/${service.replace(/-(dr|stg)$/, '')}:2.14.1`,
              Cpu: 0,
              Essential: true,
              PortMappings: [{ ContainerPort: 8080, Protocol: 'tcp' }],
              Environment: [{ Name: 'LOG_LEVEL', Value: 'info' }, ...secrets],
              Secrets: [],
              MountPoints: [],
              VolumesFrom: [],
              LogConfiguration: {
                LogDriver: 'awslogs',
                Options: {
                  'awslogs-group': `/ecs/${service}`,
                  'awslogs-region': region,
                  'awslogs-stream-prefix': 'ecs',
                },
                SecretOptions: [],
              },
              ReadonlyRootFilesystem: true,
            },
          ],
          Volumes: [],
          PlacementConstraints: [],
          InferenceAccelerators: [],
          Status: 'ACTIVE',
          Tags: [],
        },
      }),
    })
    const arn = `${base}:service/${cluster}/${service}`
    add(e, {
      account,
      region,
      type: 'AWS::ECS::Service',
      id: arn,
      name: service,
      arn,
      zone: 'Regional',
      created: createdAt(e.random, `service/${service}`),
      describe: () => ({
        configuration: {
          ServiceArn: arn,
          ServiceName: service,
          Cluster: cluster,
          TaskDefinition: task,
          DesiredCount: 2,
          LaunchType: 'FARGATE',
          PlatformVersion: '1.4.0',
          SchedulingStrategy: 'REPLICA',
          NetworkConfiguration: {
            AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', SecurityGroups: [], Subnets: [] },
          },
          EnableExecuteCommand: false,
          Tags: [],
        },
      }),
    })
  }
}
