import './evidence.css'
import type { EngagementState } from '../../data/engagement.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { go } from '../../data/route.ts'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { CompilePanel } from './compile-panel.tsx'
import { Identities } from './identities.tsx'
import { Samples } from './samples.tsx'
import { VerifyPanel } from './verify-panel.tsx'

const tabs = ['compile', 'verify', 'samples', 'identities'] as const

/** The signed package: compile it, have it countersigned, verify any. */
export function EvidenceScreen({
  params,
  engagement,
}: {
  readonly params: URLSearchParams
  readonly engagement: EngagementState | null
}) {
  const identities = useEngineQuery('identity.list', {})
  const asked = tabs.find((tab) => tab === params.get('tab'))
  const selected = engagement === null && asked !== 'identities' ? 'verify' : (asked ?? 'compile')
  return (
    <Page
      filled
      title="Evidence"
      subtitle="A package is a folder and its ZIP, signed over every byte. Anyone can verify it with sha256sum and openssl, without Countersign."
    >
      <div className="panel evidence">
        <Tabs
          label="Evidence"
          selected={selected}
          onSelect={(tab) => go('evidence', { tab })}
          tabs={[
            ...(engagement
              ? [
                  {
                    id: 'compile',
                    label: 'Compile',
                    content: <CompilePanel state={engagement} identities={identities.data ?? null} />,
                  },
                  {
                    id: 'verify',
                    label: 'Verify and countersign',
                    content: (
                      <VerifyPanel
                        key={params.get('path') ?? ''}
                        identities={identities.data ?? []}
                        path={params.get('path') ?? ''}
                      />
                    ),
                  },
                  { id: 'samples', label: 'Samples', content: <Samples readOnly={engagement.readOnly} /> },
                ]
              : [
                  {
                    id: 'verify',
                    label: 'Verify and countersign',
                    content: (
                      <VerifyPanel
                        key={params.get('path') ?? ''}
                        identities={identities.data ?? []}
                        path={params.get('path') ?? ''}
                      />
                    ),
                  },
                ]),
            {
              id: 'identities',
              label: 'Signing identities',
              content: <Identities query={identities} make={params.get('do') === 'make'} />,
            },
          ]}
        />
      </div>
    </Page>
  )
}
