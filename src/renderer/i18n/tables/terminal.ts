/** Words of the terminal. */
import type { Words } from '../table.ts';

export const terminal = {
  note: [
    'A real shell on this machine. Kafka’s verbs, rivulet and kcat already know this cluster.',
    '이 컴퓨터의 실제 셸이에요. Kafka 명령과 rivulet, kcat은 이 클러스터의 주소를 이미 알고 있어요.',
  ],
  open: ['New terminal', '새 터미널'],
  close: ['Close terminal {{number}}', '터미널 {{number}} 닫기'],
  tabs: ['Terminals', '터미널 목록'],
  tab: ['{{number}}: {{shell}}', '{{number}}: {{shell}}'],
  screenOf: ['Terminal {{number}}, {{shell}}', '터미널 {{number}}, {{shell}}'],
  leave: ['F6 leaves the shell', 'F6을 누르면 셸에서 나와요'],
  try: ['Try', '해 보기'],
  typeIt: ['Type this line; Enter is yours', '이 줄을 입력해요. Enter는 직접 누르세요'],
  ended: [
    'The shell has ended with code {{code}}. Close it, or open a new one.',
    '셸이 코드 {{code}}(으)로 끝났어요. 닫거나 새로 여세요.',
  ],
  emptyTitle: ['No terminal is open', '열린 터미널이 없어요'],
  emptyText: [
    'A terminal runs on this machine and is set up for this cluster: {{programs}} need no address.',
    '터미널은 이 컴퓨터에서 실행되고 이 클러스터에 맞춰져 있어요. {{programs}}에는 주소를 적지 않아도 돼요.',
  ],
} as const satisfies Words;
