/** Line icons on a 16 px grid; always beside words, so hidden from screen readers. */
const paths = {
  home: 'M2.5 7.5 8 3l5.5 4.5V13a.5.5 0 0 1-.5.5H9.75v-3.5h-3.5v3.5H3a.5.5 0 0 1-.5-.5z',
  gauge: 'M2.5 11.5a5.5 5.5 0 1 1 11 0M8 11.5 10.75 7.5M2.5 13.5h11',
  flag: 'M3.5 14V2.5M3.5 3h8l-1.75 2.75L11.5 8.5h-8',
  drift: 'M2.5 5h7M7.5 2.5 10 5 7.5 7.5M13.5 11h-7M8.5 8.5 6 11l2.5 2.5',
  layers: 'M8 2.5 14 5.5 8 8.5 2 5.5zM2 8.5l6 3 6-3M2 11.25l6 3 6-3',
  calendar: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5V5M10.5 2.5V5',
  seal: 'M8 2.5a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM5.75 9.75 5 14l3-1.5L11 14l-.75-4.25',
  source:
    'M8 2.5c3 0 5.5.9 5.5 2S11 6.5 8 6.5s-5.5-.9-5.5-2 2.5-2 5.5-2zM2.5 4.5V8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4.5M2.5 8v3.5c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V8',
  book: 'M3 2.75h8.5a1.5 1.5 0 0 1 1.5 1.5v9H4.5A1.5 1.5 0 0 1 3 11.75zM3 11.75a1.5 1.5 0 0 1 1.5-1.5H13M6 5.5h4',
  chain:
    'M6.75 9.25 9.25 6.75M7 4.5l1.4-1.4a3 3 0 0 1 4.5 4.2L11.5 9M9 11.5l-1.4 1.4a3 3 0 0 1-4.5-4.2L4.5 7',
  settings: 'M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6M10 3v3M6 10v3',
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  dash: 'M3.5 8h9',
  alert: 'M8 2.5 14.25 13.5H1.75zM8 6.5V9.5M8 11.4v.1',
  clock: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8 5v3.25l2.25 1.5',
  person:
    'M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8zM2.75 13.5c.4-2.4 2.5-3.75 5.25-3.75s4.85 1.35 5.25 3.75',
  note: 'M3 2.5h10v7.25L9.75 13.5H3zM13 9.75H9.75v3.75M5.5 5.5h5M5.5 8h3',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.25 10.25 13.5 13.5',
  folder: 'M2 4.5a1 1 0 0 1 1-1h3.25L8 5.25h5a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1z',
  file: 'M4 2.5h5L12.5 6v7.5H4zM9 2.5V6h3.5',
  import: 'M8 2.5v7M5 6.75 8 9.75l3-3M2.5 10.5v3h11v-3',
  key: 'M5.5 7.25a3.25 3.25 0 1 1 0 6.5 3.25 3.25 0 0 1 0-6.5zM8 8.25 13.25 3M11 5.25 13 7.25',
  shield: 'M8 2.25 13 4v4c0 3-2 5-5 6-3-1-5-3-5-6V4zM5.75 8 7.5 9.75 10.5 6.5',
  play: 'M5 3.25v9.5L12.5 8z',
  right: 'M6 3.5 10.5 8 6 12.5',
  down: 'M3.5 6 8 10.5 12.5 6',
  up: 'M3.5 10 8 5.5 12.5 10',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  lock: 'M3.5 7.5h9v6h-9zM5.5 7.5V5.25a2.5 2.5 0 0 1 5 0V7.5',
  circle: 'M8 3.25a4.75 4.75 0 1 1 0 9.5 4.75 4.75 0 0 1 0-9.5z',
  half: 'M8 3.25a4.75 4.75 0 1 1 0 9.5 4.75 4.75 0 0 1 0-9.5zM8 3.25v9.5',
  eye: 'M1.75 8C3.25 5.25 5.5 4 8 4s4.75 1.25 6.25 4C12.75 10.75 10.5 12 8 12S3.25 10.75 1.75 8zM8 6.25a1.75 1.75 0 1 1 0 3.5 1.75 1.75 0 0 1 0-3.5z',
  question:
    'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM6.4 6.4a1.65 1.65 0 1 1 2.4 1.5c-.55.3-.8.65-.8 1.2M8 11v.1',
  swap: 'M3 5.5h9M9.5 3 12 5.5 9.5 8M13 10.5H4M6.5 8 4 10.5 6.5 13',
} as const
export type IconName = keyof typeof paths

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}
