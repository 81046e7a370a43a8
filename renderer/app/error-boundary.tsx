import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { ErrorPanel } from '../ui/states.tsx'

interface State {
  readonly error: unknown
  readonly where: string
}

/** Keeps a defect in one screen from taking the window down. React offers this as a class only. */
export class ErrorBoundary extends Component<
  { readonly place: string; readonly children: ReactNode },
  State
> {
  override state: State = { error: null, where: '' }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error }
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState({ where: info.componentStack ?? '' })
  }

  override render(): ReactNode {
    const { error, where } = this.state
    if (error === null) return this.props.children
    const details = `${error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)}\n${where}`
    return (
      <div className="boundary">
        <ErrorPanel
          view={{
            what: `Something went wrong in ${this.props.place}.`,
            remedy: 'What was stored is intact. Show it again, or go to another screen.',
            code: 'internal',
            details,
          }}
        >
          <Button onPress={() => this.setState({ error: null, where: '' })}>Show it again</Button>
        </ErrorPanel>
      </div>
    )
  }
}
