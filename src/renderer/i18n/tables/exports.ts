/** Scenarios out of the studio and into it. */
export const exportWords = {
  export: ['Export', '내보내기'],
  documents: ['Documents', '문서'],
  projects: ['Starter projects', '시작 프로젝트'],
  asyncapi: ['AsyncAPI 3 document', 'AsyncAPI 3 문서'],
  mermaid: ['Mermaid drawing', 'Mermaid 그림'],
  topics: ['Topics: kafka-topics script', '토픽: kafka-topics 스크립트'],
  terraform: ['Topics: Terraform', '토픽: Terraform'],
  compose: ['Apache Kafka: docker compose', 'Apache Kafka: docker compose'],
  typescript: ['TypeScript: @platformatic/kafka', 'TypeScript: @platformatic/kafka'],
  python: ['Python: confluent-kafka', 'Python: confluent-kafka'],
  kotlin: ['Kotlin: Spring Kafka', 'Kotlin: Spring Kafka'],
  saved: ['{{file}} is saved', '{{file}} 파일을 저장했어요'],
  savedAt: ['Saved as {{path}}', '{{path}}에 저장했어요'],
  savedWithLimits_one: [
    '{{file}} is saved. {{count}} part of the drawing is not in it: see its README',
    '{{file}} 파일을 저장했어요. 담지 못한 부분이 {{count}}개 있어요. README에 적혀 있어요',
  ],
  savedWithLimits_other: [
    '{{file}} is saved. {{count}} parts of the drawing are not in it: see its README',
    '{{file}} 파일을 저장했어요. 담지 못한 부분이 {{count}}개 있어요. README에 적혀 있어요',
  ],
  import: ['Import', '가져오기'],
  importAsyncApi: ['AsyncAPI 3 document…', 'AsyncAPI 3 문서…'],
  remarks_one: [
    'Something could not be drawn: the first line of the text says what',
    '그리지 못한 부분이 있어요. 텍스트 첫 줄에 적혀 있어요',
  ],
  remarks_other: [
    '{{count}} things could not be drawn: the first lines of the text say what',
    '그리지 못한 부분이 {{count}}개 있어요. 텍스트 처음 줄들에 적혀 있어요',
  ],
  importTopology: ['Draw this cluster', '이 클러스터 그리기'],
} as const;
