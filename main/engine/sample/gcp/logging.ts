import { add, createdAt, fleetProd, type GcpEstate, type Project } from './item.ts'

/** Log sinks, buckets and metrics of a project, and an alert on each metric. */
export function addLogging(e: GcpEstate, project: Project): void {
  const short = project === fleetProd ? 'fleet' : 'lab'
  const sink = (name: string, destination: string, filter: string): void =>
    add(e, {
      project,
      name: `//logging.googleapis.com/projects/${project.number}/sinks/${name}`,
      assetType: 'logging.googleapis.com/LogSink',
      describe: (story) => ({
        name,
        destination,
        filter,
        disabled: name === 'audit-archive' && project === fleetProd && story.is('gcp-sink-disabled'),
        writerIdentity: `serviceAccount:service-${project.number}@gcp-sa-logging.iam.gserviceaccount.com`,
        outputVersionFormat: 'V2',
        createTime: createdAt(e.random, `sink/${name}`),
      }),
    })
  sink('audit-archive', `storage.googleapis.com/larkfield-audit-logs-${short}`, '')
  sink(
    'security-topic',
    `pubsub.googleapis.com/projects/${fleetProd.id}/topics/robot-alerts`,
    'severity>=ERROR',
  )
  add(e, {
    project,
    name: `//logging.googleapis.com/projects/${project.number}/locations/global/buckets/_Required`,
    assetType: 'logging.googleapis.com/LogBucket',
    describe: () => ({
      name: `projects/${project.id}/locations/global/buckets/_Required`,
      retentionDays: 400,
      lifecycleState: 'ACTIVE',
      locked: true,
    }),
  })
  const metrics = {
    'owner-changes':
      'protoPayload.serviceName="cloudresourcemanager.googleapis.com" AND protoPayload.serviceData.policyDelta.bindingDeltas.role="roles/owner"',
    'audit-config-changes':
      'protoPayload.methodName="SetIamPolicy" AND protoPayload.serviceData.policyDelta.auditConfigDeltas:*',
    'firewall-changes': 'resource.type="gce_firewall_rule"',
    'bucket-policy-changes':
      'resource.type="gcs_bucket" AND protoPayload.methodName="storage.setIamPermissions"',
  }
  for (const [name, filter] of Object.entries(metrics)) {
    add(e, {
      project,
      name: `//logging.googleapis.com/projects/${project.number}/metrics/${name}`,
      assetType: 'logging.googleapis.com/LogMetric',
      describe: () => ({
        name,
        description: `Counts ${name}`,
        filter,
        metricDescriptor: {
          type: `logging.googleapis.com/user/${name}`,
          metricKind: 'DELTA',
          valueType: 'INT64',
          unit: '1',
        },
        createTime: createdAt(e.random, name),
        version: 'V2',
      }),
    })
    const id = e.random.digits(`alert/${project.id}/${name}`, 19)
    add(e, {
      project,
      name: `//monitoring.googleapis.com/projects/${project.id}/alertPolicies/${id}`,
      assetType: 'monitoring.googleapis.com/AlertPolicy',
      describe: () => ({
        name: `projects/${project.id}/alertPolicies/${id}`,
        displayName: `Alert: ${name}`,
        combiner: 'OR',
        enabled: true,
        notificationChannels: [
          `projects/${project.id}/notificationChannels/${e.random.digits('channel', 18)}`,
        ],
        conditions: [
          {
            displayName: name,
            conditionThreshold: {
              filter: `metric.type="logging.googleapis.com/user/${name}" AND resource.type="global"`,
              comparison: 'COMPARISON_GT',
              duration: '0s',
              trigger: { count: 1 },
            },
          },
        ],
      }),
    })
  }
}
