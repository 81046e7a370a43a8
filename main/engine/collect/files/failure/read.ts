import type { JsonObject } from '../../../../../shared/model/json.ts'
import { awsFailureInJson, awsFailuresInText } from './aws.ts'
import { azureFailureInJson, azureFailuresInText } from './azure.ts'
import type { Failure } from './failure.ts'
import { gcpFailureInJson, gcpFailuresInText } from './gcp.ts'

/** Refusals and failures that a command line tool wrote where its output was expected; empty when there are none. */
export function failuresInText(content: string): Failure[] {
  for (const read of [awsFailuresInText, gcpFailuresInText, azureFailuresInText]) {
    const found = read(content)
    if (found.length > 0) return found
  }
  return []
}

/** The refusal or failure that this JSON is; null when it is something else. */
export function failureInJson(value: JsonObject): Failure | null {
  return gcpFailureInJson(value) ?? azureFailureInJson(value) ?? awsFailureInJson(value)
}
