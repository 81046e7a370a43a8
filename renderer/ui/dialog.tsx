import './dialog.css'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'

export interface DialogProps {
  readonly title: string
  readonly children: ReactNode
  readonly onClose: () => void
  readonly width?: 'narrow' | 'normal' | 'wide'
  /** The title is read but not shown. */
  readonly bare?: boolean
}

/** A modal question. Escape and a click beside it close it; the focus goes back to where it was. */
export function Dialog({ title, children, onClose, width = 'normal', bare = false }: DialogProps) {
  return (
    <ModalOverlay className="modal-overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={`modal ${width}${bare ? ' bare' : ''}`}>
        <AriaDialog className="dialog" aria-label={title}>
          {!bare && (
            <Heading slot="title" className="dialog-title">
              {title}
            </Heading>
          )}
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The buttons under a dialog, the one that does it last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className="dialog-actions">{children}</div>
}

/** Whether a modal question is open: keys then belong to it. */
export function dialogIsOpen(): boolean {
  return document.querySelector('.modal-overlay') !== null
}
