import { armId, type Subscription } from './item.ts'

/** A virtual machine of the estate; its disks and interface are named after it. */
export interface Machine {
  readonly name: string
  readonly subscription: Subscription
  readonly group: string
  readonly subnet: string
  readonly user: string
  readonly team: string
  readonly lives?: string
  readonly gone?: string
  readonly tags?: Readonly<Record<string, string>>
}

export const life = (m: Machine) => ({
  ...(m.lives === undefined ? {} : { lives: m.lives }),
  ...(m.gone === undefined ? {} : { gone: m.gone }),
})
export const diskName = (m: Machine, part: 'os' | 'data'): string => `disk-${m.name.slice(3)}-${part}`
export const diskId = (m: Machine, part: 'os' | 'data'): string =>
  armId(m.subscription, m.group, 'Microsoft.Compute/disks', diskName(m, part))
export const vmId = (m: Machine): string =>
  armId(m.subscription, m.group, 'Microsoft.Compute/virtualMachines', m.name)
export const nicId = (m: Machine): string =>
  armId(m.subscription, m.group, 'Microsoft.Network/networkInterfaces', `nic-${m.name.slice(3)}`)
export const isWindows = (m: Machine): boolean =>
  m.subnet === 'snet-vdi' || m.subnet === 'snet-hmi' || m.name.includes('legacy')
