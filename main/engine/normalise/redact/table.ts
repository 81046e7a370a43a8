import type { Guard, PathRule } from '../path-tree.ts'

const redact = (path: string, guard?: Guard): PathRule => ({
  path,
  action: 'redact',
  ...(guard ? { guard } : {}),
})
const all = (...paths: string[]): readonly PathRule[] => paths.map((path) => redact(path))

/** Instance metadata that carries switches, not secrets; every other item (scripts, SSH keys, agents' settings) is redacted. */
const plainMetadata =
  /^(?:enable-oslogin|enable-oslogin-2fa|enable-oslogin-sk|block-project-ssh-keys|serial-port-enable|serial-port-logging-enable|enable-guest-attributes|enable-osconfig|enable-windows-ssh|google-logging-enabled|google-monitoring-enabled|disable-legacy-endpoints|VmDnsSetting|vmdnssetting|cluster-name|cluster-location|cluster-uid|created-by|instance-template|gke-boot-disk|google-compute-enable-virtio-rng|disable-account-manager|framework|proxy-mode)$/
const metadataValues = (at: string): PathRule[] =>
  ['items', 'item'].map((list) => redact(`${at}.${list}.*.value`, { unless: { key: plainMetadata } }))

const appSettings = {
  sibling: {
    namespace: /^aws:elasticbeanstalk:(?:application:environment|cloudformation:template:parameter)$/i,
  },
}

/**
 * Where secrets stand by type: paths in the normal form. AWS and GCP types as the provider spells them, Azure's in lower case.
 * Names of variables stay readable, values do not. Sources: the CloudFormation and Config resource schemas, the ARM template reference
 * and the Google API discovery documents of each type.
 */
export const secretPaths: Readonly<Record<string, readonly PathRule[]>> = {
  'AWS::Lambda::Function': all('config.environment.variables.*'),
  'AWS::EC2::Instance': all('config.userData'),
  'AWS::EC2::LaunchTemplate': all('config.launchTemplateData.userData'),
  'AWS::EC2::SpotFleet': all('config.spotFleetRequestConfigData.launchSpecifications.*.userData'),
  'AWS::AutoScaling::LaunchConfiguration': all('config.userData'),
  'AWS::ECS::TaskDefinition': all('config.containerDefinitions.*.environment.*.value'),
  'AWS::Batch::JobDefinition': all(
    'config.containerProperties.environment.*.value',
    'config.nodeProperties.nodeRangeProperties.*.container.environment.*.value',
  ),
  'AWS::CodeBuild::Project': all(
    'config.environment.environmentVariables.*.value',
    'config.source.auth.resource',
  ),
  'AWS::AppRunner::Service': all(
    'config.sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables.*.value',
    'config.sourceConfiguration.codeRepository.codeConfiguration.codeConfigurationValues.runtimeEnvironmentVariables.*.value',
  ),
  'AWS::ElasticBeanstalk::Environment': [redact('config.optionSettings.*.value', appSettings)],
  'AWS::ElasticBeanstalk::ConfigurationTemplate': [redact('config.optionSettings.*.value', appSettings)],
  'AWS::CloudFormation::Stack': all('config.parameters.*.parameterValue', 'config.outputs.*.outputValue'),
  'AWS::SSM::Parameter': all('config.value'),
  'AWS::Amplify::App': all('config.environmentVariables.*.value', 'config.basicAuthConfig.password'),
  'AWS::Amplify::Branch': all('config.environmentVariables.*.value'),
  'AWS::SageMaker::Model': all('config.primaryContainer.environment.*', 'config.containers.*.environment.*'),
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': all(
    'config.onCreate.*.content',
    'config.onStart.*.content',
  ),
  'AWS::MWAA::Environment': all('config.airflowConfigurationOptions.*'),
  'AWS::Glue::Connection': all('config.connectionInput.connectionProperties.*'),
  'AWS::EC2::VPNConnection': all(
    'config.customerGatewayConfiguration',
    'config.options.tunnelOptions.*.preSharedKey',
  ),
  'AWS::Events::Connection': all('config.authParameters.*.*'),
  'AWS::MSK::ScramSecret': all('config.secretArnList.*.value'),

  'microsoft.web/sites': all(
    'config.siteConfig.appSettings.*.value',
    'config.siteConfig.connectionStrings.*.connectionString',
    'config.siteConfig.azureStorageAccounts.*.accessKey',
  ),
  'microsoft.web/sites/slots': all(
    'config.siteConfig.appSettings.*.value',
    'config.siteConfig.connectionStrings.*.connectionString',
  ),
  'microsoft.web/sites/config': all(
    'config.appSettings.*.value',
    'config.connectionStrings.*.connectionString',
    'config.azureStorageAccounts.*.accessKey',
    'config.publishingPassword',
  ),
  // The list of settings is a resource of its own: `…/config/appsettings` holds name → value.
  'microsoft.web/sites/config#appsettings': all('config.*'),
  'microsoft.web/sites/config#connectionstrings': all('config.*.value'),
  'microsoft.web/sites/config#azurestorageaccounts': all('config.*.accessKey'),
  'microsoft.web/sites/config#publishingcredentials': all('config.publishingPassword', 'config.scmUri'),
  'microsoft.web/sites/config#authsettings': all(
    'config.clientSecret',
    'config.googleClientSecret',
    'config.facebookAppSecret',
    'config.twitterConsumerSecret',
    'config.microsoftAccountClientSecret',
    'config.gitHubClientSecret',
  ),
  'microsoft.web/staticsites/config': all('config.*'),
  'microsoft.compute/virtualmachines': all(
    'config.osProfile.adminPassword',
    'config.osProfile.customData',
    'config.userData',
    'config.osProfile.windowsConfiguration.additionalUnattendContent.*.content',
  ),
  'microsoft.compute/virtualmachinescalesets': all(
    'config.virtualMachineProfile.osProfile.adminPassword',
    'config.virtualMachineProfile.osProfile.customData',
    'config.virtualMachineProfile.userData',
  ),
  'microsoft.compute/virtualmachines/extensions': all(
    'config.protectedSettings',
    'config.settings.commandToExecute',
    'config.settings.script',
  ),
  'microsoft.compute/virtualmachines/runcommands': all(
    'config.source.script',
    'config.parameters.*.value',
    'config.protectedParameters.*.value',
  ),
  'microsoft.containerinstance/containergroups': all(
    'config.containers.*.properties.environmentVariables.*.value',
    'config.containers.*.properties.environmentVariables.*.secureValue',
    'config.initContainers.*.properties.environmentVariables.*.value',
    'config.imageRegistryCredentials.*.password',
    'config.volumes.*.secret.*',
  ),
  'microsoft.app/containerapps': all(
    'config.template.containers.*.env.*.value',
    'config.template.initContainers.*.env.*.value',
    'config.configuration.secrets.*.value',
  ),
  'microsoft.app/jobs': all(
    'config.template.containers.*.env.*.value',
    'config.configuration.secrets.*.value',
  ),
  'microsoft.batch/batchaccounts/pools': all('config.startTask.environmentSettings.*.value'),
  'microsoft.logic/workflows': all('config.parameters.*.value'),
  'microsoft.automation/automationaccounts/variables': all('config.value'),
  'microsoft.resources/deployments': all('config.parameters.*.value', 'config.outputs.*.value'),
  'microsoft.resources/deploymentscripts': all(
    'config.environmentVariables.*.value',
    'config.environmentVariables.*.secureValue',
    'config.scriptContent',
    'config.arguments',
    'config.outputs.*',
  ),
  'microsoft.keyvault/vaults/secrets': all('config.value'),
  'microsoft.apimanagement/service/namedvalues': all('config.value'),
  'microsoft.insights/components': all('config.InstrumentationKey', 'config.ConnectionString'),
  'microsoft.storage/storageaccounts/listkeys': all('config.keys.*.value'),

  'compute.googleapis.com/Instance': metadataValues('config.metadata'),
  'compute.googleapis.com/InstanceTemplate': metadataValues('config.properties.metadata'),
  'compute.googleapis.com/RegionInstanceTemplate': metadataValues('config.properties.metadata'),
  'compute.googleapis.com/Project': metadataValues('config.commonInstanceMetadata'),
  'cloudfunctions.googleapis.com/CloudFunction': all(
    'config.environmentVariables.*',
    'config.buildEnvironmentVariables.*',
  ),
  'cloudfunctions.googleapis.com/Function': all(
    'config.serviceConfig.environmentVariables.*',
    'config.buildConfig.environmentVariables.*',
  ),
  'run.googleapis.com/Service': all(
    'config.spec.template.spec.containers.*.env.*.value',
    'config.template.containers.*.env.*.value',
  ),
  'run.googleapis.com/Revision': all(
    'config.spec.containers.*.env.*.value',
    'config.containers.*.env.*.value',
  ),
  'run.googleapis.com/Job': all(
    'config.spec.template.spec.template.spec.containers.*.env.*.value',
    'config.template.template.containers.*.env.*.value',
  ),
  'appengine.googleapis.com/Version': all('config.envVariables.*', 'config.buildEnvVariables.*'),
  'sqladmin.googleapis.com/Instance': all('config.rootPassword'),
  'container.googleapis.com/Cluster': all(
    'config.masterAuth.password',
    'config.masterAuth.clientKey',
    'config.nodeConfig.metadata.*',
    'config.nodePools.*.config.metadata.*',
  ),
  'container.googleapis.com/NodePool': all('config.config.metadata.*'),
  'dataproc.googleapis.com/Cluster': all('config.config.gceClusterConfig.metadata.*'),
  'composer.googleapis.com/Environment': all('config.config.softwareConfig.envVariables.*'),
  'batch.googleapis.com/Job': all(
    'config.taskGroups.*.taskSpec.environment.variables.*',
    'config.taskGroups.*.taskSpec.runnables.*.environment.variables.*',
  ),
  'cloudbuild.googleapis.com/BuildTrigger': [
    ...all('config.substitutions.*'),
    { path: 'config.build.steps.*.env.*', action: 'assignments' },
    { path: 'config.build.options.env.*', action: 'assignments' },
  ],
  'cloudbuild.googleapis.com/Build': [
    ...all('config.substitutions.*'),
    { path: 'config.steps.*.env.*', action: 'assignments' },
  ],
  'cloudscheduler.googleapis.com/Job': all('config.httpTarget.headers.Authorization'),
  'iam.googleapis.com/ServiceAccountKey': all('config.privateKeyData'),
  'apikeys.googleapis.com/Key': all('config.keyString'),
  'secretmanager.googleapis.com/SecretVersion': all('config.payload'),
  'monitoring.googleapis.com/NotificationChannel': all(
    'config.sensitiveLabels',
    'config.labels.password',
    'config.labels.auth_token',
  ),
  'compute.googleapis.com/VpnTunnel': all('config.sharedSecret', 'config.sharedSecretHash'),
  'aiplatform.googleapis.com/CustomJob': all('config.jobSpec.workerPoolSpecs.*.containerSpec.env.*.value'),
}
