/**
 * Fields that say when something was last used: rules about idle credentials read them, so they are kept, but somebody signing in is no
 * change of configuration.
 */
const use =
  /(?:^|\.)(?:RoleLastUsed|PasswordLastUsed|LastUsedDate|LastAccessedDate|password_last_used|access_key_[12]_last_used_(?:date|region|service)|lastSignInDateTime|lastLoginTime|lastUsedTime)(?:\.|$)/

/** True for a property (a readable path of a document) that tells of use, not of configuration. */
export function tellsOfUse(path: string): boolean {
  return use.test(path)
}
