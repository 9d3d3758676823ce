/** The icons of the product: strokes on a 24 grid, in the colour of the text around them. */

const paths = {
  home: 'M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z',
  cluster: 'M4 5h16v5H4zM4 14h16v5H4zM7.5 7.5h.01M7.5 16.5h.01M12 7.5h5M12 16.5h5',
  topic: 'M5 5h14M5 9.7h14M5 14.3h9M5 19h6',
  message: 'M4 6h16v12H4zM4 7l8 6 8-6',
  group:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.5 19c0-3 2.5-5 5.5-5s5.5 2 5.5 5M15.5 5.3a3 3 0 0 1 0 5.4M17 14.3c2 .6 3.5 2.3 3.5 4.7',
  throughput: 'M3 17l5-6 4 3 8-9M15 5h5v5',
  scenario: 'M4 5h6v5H4zM14 14h6v5h-6zM10 7.5h4a3 3 0 0 1 3 3V14',
  service: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM12 12l8-4.5M12 12v9M12 12L4 7.5',
  producer: 'M4 12h12M11 7l5 5-5 5M20 5v14',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6L6 18',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.8-4.8',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z',
  system: 'M3 5h18v11H3zM9 20h6M12 16v4',
  chevronDown: 'M6 9l6 6 6-6',
  chevronUp: 'M6 15l6-6 6 6',
  chevronRight: 'M9 6l6 6-6 6',
  chevronLeft: 'M15 6l-6 6 6 6',
  dots: 'M5 12h.01M12 12h.01M19 12h.01',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  trash: 'M4 7h16M9 7V4h6v3M6.500 7l1 13h9l1-13M10 11v5M14 11v5',
  edit: 'M5 19h3.500L19 8.500 15.500 5 5 15.500zM13 7.500l3.500 3.500',
  play: 'M7 5l12 7-12 7z',
  pause: 'M8 5v14M16 5v14',
  stop: 'M6 6h12v12H6z',
  restart: 'M19 12a7 7 0 1 1-2.300-5.200M19 4v4.500h-4.500',
  bolt: 'M13 3L5 14h6l-1 7 8-11h-6z',
  snow: 'M12 3v18M4.200 7.500l15.600 9M19.800 7.500l-15.600 9',
  warning: 'M12 4l9 16H3zM12 10v4.500M12 17.200h.01',
  error: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9l6 6M15 9l-6 6',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.500M12 7.500h.01',
  question:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.500 9.500a2.500 2.500 0 1 1 3.600 2.200c-.700.400-1.100.900-1.100 1.800M12 16.700h.01',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.300l3.500 2',
  crown: 'M4 8l4.500 4L12 5.500l3.500 6.500L20 8l-1.500 10h-13z',
  send: 'M4 12l16-8-6 16-3-7zM11 13l9-9',
  follow:
    'M5 8a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM19 21a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM7.500 5.500H14a3.500 3.500 0 0 1 0 7h-4a3 3 0 0 0 0 6h6.500',
  key: 'M8 19a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM11 12.200L19.500 4M16 7.500l3 3',
  table: 'M4 5h16v14H4zM4 10h16M4 14.500h16M10 10v9',
  code: 'M8 7l-5 5 5 5M16 7l5 5-5 5M13.500 5l-3 14',
  reset: 'M5 5v5h5M5.600 10A7.500 7.500 0 1 1 5 14',
  link: 'M10 14a4 4 0 0 0 5.700 0l3.300-3.300a4 4 0 0 0-5.700-5.700L12 6.300M14 10a4 4 0 0 0-5.700 0L5 13.300a4 4 0 0 0 5.700 5.700L12 17.700',
  download: 'M12 4v11M7.500 10.500L12 15l4.500-4.500M4 19.500h16',
  upload: 'M12 15V4M7.500 8.500L12 4l4.500 4.500M4 19.500h16',
  columns: 'M4 5h16v14H4zM9.500 5v14M14.500 5v14',
  split: 'M4 5h16v14H4zM12 5v14',
  undo: 'M8 5L4 9l4 4M4 9h10a5.500 5.500 0 0 1 0 11h-3',
  filter: 'M4 5h16l-6.200 7.500V19l-3.600-2v-4.500z',
  broker: 'M5 4h14v7H5zM5 13h14v7H5zM8.500 7.500h.01M8.500 16.500h.01',
  terminal: 'M4 5h16v14H4zM7.500 9.500l3 2.500-3 2.500M12.500 15h4',
  doctor:
    'M6 4v5a4.500 4.500 0 0 0 9 0V4M10.500 13.500V16a4 4 0 0 0 8 0v-1.500M18.500 14.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  settings:
    'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM19 12l2-1.200-1.800-3.200-2.200.9-1.700-1L15 5h-4l-.4 2.500-1.700 1-2.200-.9L5 10.800 7 12l-2 1.200 1.800 3.200 2.200-.9 1.700 1L11 19h4l.4-2.500 1.700-1 2.200.9 1.700-3.200z',
  keyboard: 'M3 6.500h18v11H3zM7 10h.01M10.500 10h.01M14 10h.01M17.500 10h.01M8 14h8',
  present: 'M3 5h18v11H3zM12 16v4M8 20h8M10 8.500l4.500 2.200L10 13z',
  partition: 'M4 6h4v12H4zM10 6h4v12h-4zM16 6h4v12h-4z',
  tasks:
    'M4 6.500l1.500 1.500L8 5.500M4 12.500l1.500 1.500L8 11.500M4 18.500l1.500 1.500L8 17.500M11 7h9M11 13h9M11 19h9',
  member: 'M12 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM5 20c0-3.500 3-6 7-6s7 2.500 7 6',
  arrowUp: 'M6 18L18 6M9 6h9v9',
  arrowDown: 'M6 6l12 12M9 18h9V9',
  arrowRight: 'M4 12h16M14 6l6 6-6 6',
  external: 'M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5',
  fit: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  map: 'M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14',
  redo: 'M16 5l4 4-4 4M20 9H10a5.500 5.500 0 0 0 0 11h3',
  note: 'M5 4h14v10l-6 6H5zM13 20v-6h6',
  frame: 'M4 7V4h3M17 4h3v3M20 17v3h-3M7 20H4v-3M10 4h4M10 20h4M4 10v4M20 10v4',
  arrange: 'M4 4v16M8 7h9v3.500H8zM8 13.500h6V17H8z',
  panel: 'M4 5h16v14H4zM15 5v14',
  star: 'M12 4l2.500 5.200 5.500.800-4 4 1 5.700-5-2.700-5 2.700 1-5.700-4-4 5.500-.800z',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      <path d={paths[name]} strokeWidth={name === 'dots' ? 2.6 : undefined} />
    </svg>
  );
}
