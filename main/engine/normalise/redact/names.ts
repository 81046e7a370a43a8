/**
 * Keys whose string value is a secret whatever the type. The whole key must end so; `passwordPolicy`, `secretArn`, `accessKeyId`,
 * `httpTokens` and `publicKey` are not meant and do not match.
 */
const secretName =
  /(?:password|passwd|passphrase|(?:^|[._-])pwd|secret|secretstring|secretkey|secretaccesskey|api[_-]?key|accesskey|account[_-]?key|master[_-]?key|readonlykey|(?:primary|secondary)key|shared[_-]?key|storage[_-]?key|signing[_-]?key|instrumentationkey|connection[_-]?string|sas[_-]?(?:token|uri|url|key)|private[_-]?key(?:[_-]?data)?|client[_-]?key|key[_-]?string|pre[_-]?shared[_-]?key|authorization|(?:access|auth|bearer|session|security|refresh|identity|registration|api)[_-]?token|^token|sharedsecrethash)$/i

/** Keys that end like a secret's and hold a choice. */
// A setting's name, not a header's value: whether several people must authorise a vault's deletion.
const harmlessName =
  /^(?:(?:has|is|enable|enabled|disable|require|rotate|use|allow)[A-Z]|multiUserAuthorization$)/

const known = new Map<string, boolean>()
const knownLimit = 20_000

/** True when a key by its name holds a secret; answers are remembered, for keys repeat. */
export function isSecretName(key: string): boolean {
  const answer = known.get(key)
  if (answer !== undefined) return answer
  const secret = secretName.test(key) && !harmlessName.test(key)
  if (known.size >= knownLimit) known.clear()
  known.set(key, secret)
  return secret
}

/** A pointer to where the secret is kept, or nothing at all: it may be shown, and rules may want to read it. */
export function isReference(text: string): boolean {
  return (
    text === '' ||
    text.startsWith('arn:') ||
    text.startsWith('@Microsoft.KeyVault(') ||
    text.startsWith('{{resolve:') ||
    /^(?:https:\/\/[a-z0-9-]+\.vault\.azure\.net\/|projects\/[^/]+\/secrets\/|\/subscriptions\/)/.test(text)
  )
}
