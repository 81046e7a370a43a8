/**
 * Invented secrets planted where real estates keep them. A test that finds one
 * of these strings in a workspace or a package has found a leak.
 */
export const canaries = {
  lambdaDbPassword: 'canary-secret-lambda-db-7f31',
  lambdaDbPasswordNew: 'canary-secret-lambda-db-b902',
  lambdaApiToken: 'canary-secret-lambda-token-55c1',
  ecsQueuePassword: 'canary-secret-ecs-queue-0d4e',
  ecsLicence: 'canary-secret-ecs-licence-91aa',
  buildToken: 'canary-secret-codebuild-token-3e70',
  launchUserData: 'canary-secret-userdata-6b18',
  appConnection: 'canary-secret-app-connection-c27d',
  appConnectionNew: 'canary-secret-app-connection-4a09',
  appStorageKey: 'canary-secret-app-storage-8e5f',
  vmCustomData: 'canary-secret-customdata-d1b6',
  gcpFunctionKey: 'canary-secret-function-key-2c83',
  gcpRunPassword: 'canary-secret-run-password-f604',
  gcpStartupScript: 'canary-secret-startup-a7e9',
} as const

export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

const userDataScript = `#!/bin/sh\nexport AGENT_TOKEN=${canaries.launchUserData}\n`
const customDataScript = `#cloud-config\nwrite_files:\n- path: /etc/agent\n  content: ${canaries.vmCustomData}\n`
/** The two scripts that providers hand out in base64. */
export const launchUserData: string = base64(userDataScript)
export const vmCustomData: string = base64(customDataScript)

/** The planted secrets, and the base64 form of those that stand in the exports in that form only. */
export const canaryStrings: readonly string[] = [...Object.values(canaries), launchUserData, vmCustomData]
