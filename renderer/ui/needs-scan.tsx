import type { ReactNode } from 'react'
import { go } from '../data/route.ts'
import { Button } from './button.tsx'
import type { IconName } from './icon.tsx'
import { Page } from './page.tsx'
import { Empty } from './states.tsx'

export interface NeedsScanProps {
  readonly title: string
  readonly icon: IconName
  readonly scans: number
  /** The end of "Import a first set of cloud exports to …". */
  readonly purpose: string
  readonly children: ReactNode
}

/** A screen that means nothing before the first scan; until then it says how to make one. */
export function NeedsScan({ title, icon, scans, purpose, children }: NeedsScanProps) {
  if (scans > 0) return children
  return (
    <Page title={title}>
      <Empty
        icon={icon}
        title="Nothing has been scanned yet"
        actions={
          <Button tone="primary" icon="import" onPress={() => go('sources')}>
            Import exports
          </Button>
        }
      >
        Import a first set of cloud exports to {purpose}.
      </Empty>
    </Page>
  )
}
