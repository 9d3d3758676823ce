import type { TaskKind } from '../../../main/contract/index.ts';

/** One entry per kind of task: a few words, before what it works on. */
const kinds = {
  'kind-export-messages': ['Export of {{subject}}', '{{subject}} 내보내기'],
  'kind-produce-file': ['Messages from {{subject}}', '{{subject}}에서 메시지 보내기'],
  'kind-produce-load': ['Messages to {{subject}}', '{{subject}}(으)로 메시지 보내기'],
  'kind-republish': ['Messages again to {{subject}}', '{{subject}}(으)로 다시 보내기'],
  'kind-clone-topic': ['Copy of {{subject}}', '{{subject}} 복제'],
  'kind-duplicate-cluster': ['Copy of {{subject}}', '{{subject}} 복제'],
  'kind-export-cluster': ['Export of {{subject}}', '{{subject}} 내보내기'],
  'kind-import-cluster': ['Import of {{subject}}', '{{subject}} 가져오기'],
} as const satisfies { readonly [Kind in TaskKind as `kind-${Kind}`]: readonly [string, string] };

export const tasks = {
  ...kinds,
  title: ['Tasks', '작업'],
  runningCount_one: ['{{count}} task running', '작업 {{count}}개 진행 중'],
  runningCount_other: ['{{count}} tasks running', '작업 {{count}}개 진행 중'],
  empty: [
    'Nothing runs. Long actions show here how far they are.',
    '진행 중인 작업이 없어요. 오래 걸리는 작업은 여기에서 진행 상황을 볼 수 있어요.',
  ],
  cancel: ['Cancel', '취소'],
  cancelNamed: ['Cancel: {{name}}', '취소: {{name}}'],
  dismiss: ['Dismiss', '지우기'],
  dismissNamed: ['Dismiss: {{name}}', '지우기: {{name}}'],
  running: ['running', '진행 중'],
  done: ['done', '완료'],
  failed: ['failed', '실패'],
  cancelled: ['cancelled', '취소됨'],
  doneOf: ['{{done}} of {{total}}', '{{total}} 중 {{done}}'],
  left: ['{{span}} left', '{{span}} 남음'],
  took: ['in {{span}}', '{{span}} 걸림'],
} as const;
