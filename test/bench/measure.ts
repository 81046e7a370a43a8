export interface Row {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** What the value is asked to be, where the issue names a goal. */
  readonly goal?: string
}
export type Measure = (size: number) => Promise<Row[]>
