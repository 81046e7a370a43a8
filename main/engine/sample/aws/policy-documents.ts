import type { JsonObject } from '../../../../shared/model/json.ts'

/** A policy document as Config holds it: JSON, percent-encoded (RFC 3986). */
export function encoded(document: JsonObject): string {
  return encodeURIComponent(JSON.stringify(document))
}

export const allow = (
  action: string | string[],
  resource: string | string[] = '*',
  sid = '',
): JsonObject => ({ Sid: sid, Effect: 'Allow', Action: action, Resource: resource })
export const policy = (...statements: JsonObject[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: statements,
})

/** The document that the second misconfiguration is about. */
export const everything: JsonObject = policy(allow('*', '*', 'All'))

/** Trust of an AWS service. */
export const trustService = (service: string): JsonObject =>
  policy({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' })
