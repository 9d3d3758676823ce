/** What stands outside of the page: menus, the tray, dialogs, notifications. */
import type { Language } from '../contract/app-info.ts';

const table = {
  file: ['File', '파일'],
  newWindow: ['New window', '새 창'],
  importScenario: ['Import scenario…', '시나리오 가져오기…'],
  settings: ['Settings…', '설정…'],
  view: ['View', '보기'],
  go: ['Go', '이동'],
  home: ['Start', '시작하기'],
  cluster: ['Cluster', '클러스터'],
  topics: ['Topics', '토픽'],
  messages: ['Messages', '메시지'],
  producers: ['Producers', '프로듀서'],
  groups: ['Groups', '그룹'],
  throughput: ['Throughput', '처리량'],
  brokers: ['Brokers', '브로커'],
  scenarios: ['Scenarios', '시나리오'],
  terminal: ['Terminal', '터미널'],
  doctor: ['Doctor', '진단'],
  help: ['Help', '도움말'],
  about: ['About Rivulet', 'Rivulet 정보'],
  open: ['Open Rivulet', 'Rivulet 열기'],
  start: ['Start {name}', '{name} 시작'],
  stop: ['Stop {name}', '{name} 중지'],
  quit: ['Quit and stop all clusters', '모든 클러스터를 멈추고 종료'],
  unnamed: ['My cluster', '내 클러스터'],
  'phase-unknown': ['not looked at yet', '아직 확인하지 않음'],
  'phase-starting': ['starting', '시작하는 중'],
  'phase-ready': ['running', '실행 중'],
  'phase-degraded': ['degraded', '일부 이상'],
  'phase-stopped': ['stopped', '중지됨'],
  'phase-unreachable': ['unreachable', '연결할 수 없음'],
  brokerDied: ['Broker {id} died', '브로커 {id} 종료됨'],
  brokerDiedBack: ['It is being started again.', '다시 시작하는 중이에요.'],
  brokerDiedDown: ['It stays down until you start it.', '직접 시작할 때까지 멈춰 있어요.'],
  damaged: ['Stored records are damaged', '저장된 레코드 손상'],
  damagedText: [
    '{partition} on broker {id}, from offset {offset}.',
    '브로커 {id}의 {partition}, 오프셋 {offset}부터예요.',
  ],
  hung: ['The window does not answer', '창이 응답하지 않아요'],
  hungText: [
    'The clusters go on. Wait a little, or load the window anew.',
    '클러스터는 계속 실행 중이에요. 잠시 기다리거나 창을 다시 불러오세요.',
  ],
  wait: ['Wait', '기다리기'],
  reload: ['Load anew', '다시 불러오기'],
  crashed: ['The window crashed again and again', '창이 반복해서 비정상 종료되었어요'],
  crashedText: [
    'The clusters go on. Load it once more, or quit.',
    '클러스터는 계속 실행 중이에요. 다시 불러오거나 종료하세요.',
  ],
} as const satisfies { readonly [key: string]: readonly [en: string, ko: string] };

export type Word = keyof typeof table;
export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string;

export function wordsIn(language: Language): Say {
  const column = language === 'ko' ? 1 : 0;
  return (word, values = {}) =>
    table[word][column].replace(/\{(\w+)\}/g, (_match, name: string) => String(values[name] ?? ''));
}

/** What the user chose, else what the system speaks. */
export function languageOf(chosen: Language | 'system', locale: string): Language {
  if (chosen !== 'system') return chosen;
  return locale.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
