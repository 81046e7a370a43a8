import type { Session } from 'electron'

/** The one permission the window has: copying text the person selected. */
const allowed = new Set(['clipboard-sanitized-write'])

/** Whether a web permission is granted (security.md item 7). Everything is denied but the list above. */
export function permissionAllowed(permission: string): boolean {
  return allowed.has(permission)
}

/** Installs the answer for requests, checks and devices alike. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permissionAllowed(permission)),
  )
  session.setPermissionCheckHandler((_contents, permission) => permissionAllowed(permission))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
}
