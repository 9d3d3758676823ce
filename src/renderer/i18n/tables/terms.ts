/** The explanation of each of Kafka's words, shown where a view uses it first. */
export const terms = {
  bootstrap: [
    'The addresses that a client connects to first. From any one of them it learns about all brokers.',
    '클라이언트가 처음 접속하는 주소예요. 이 중 하나에만 닿으면 나머지 브로커를 모두 알게 돼요.',
  ],
  controller: [
    'The broker that keeps the cluster’s records and chooses the leaders. When it dies, the others elect a new one.',
    '클러스터의 정보를 관리하고 리더를 정하는 브로커예요. 멈추면 나머지가 새 컨트롤러를 선출해요.',
  ],
  quorumEpoch: [
    'Counts the controller elections. A higher number means that a new controller was elected.',
    '컨트롤러 선출 횟수예요. 숫자가 커졌다면 새 컨트롤러가 선출된 거예요.',
  ],
  leader: [
    'The replica that takes all writes and reads of a partition. The others copy it.',
    '파티션의 모든 쓰기와 읽기를 맡는 복제본이에요. 나머지 복제본은 리더를 따라 복사해요.',
  ],
  leaderEpoch: [
    'Counts the leader elections of this partition.',
    '이 파티션의 리더가 선출된 횟수예요.',
  ],
  replica: ['A copy of a partition on one broker.', '브로커 하나에 저장된 파티션의 복사본이에요.'],
  isr: [
    'In-sync replicas: those that have everything that the leader has. A new leader is chosen among them.',
    '동기화된 복제본(ISR): 리더의 내용을 모두 따라잡은 복제본이에요. 새 리더는 이 중에서 뽑혀요.',
  ],
  elr: [
    'Eligible leader replicas: out of sync, yet sure to have every acknowledged record. They may lead when no in-sync replica is left (Kafka 4.0 and newer).',
    '리더가 될 수 있는 복제본(ELR): 동기화에서 빠졌지만 확인 응답된 레코드를 모두 가진 복제본이에요. 동기화된 복제본이 없을 때 리더가 될 수 있어요(Kafka 4.0부터).',
  ],
  highWatermark: [
    'High watermark: the offset up to which all in-sync replicas have the records. Consumers read up to here.',
    '하이 워터마크: 동기화된 복제본이 모두 가진 마지막 위치예요. 컨슈머는 여기까지만 읽어요.',
  ],
  logEnd: [
    'Log end offset: where this replica’s next record goes.',
    '로그 끝 오프셋: 이 복제본에 다음 레코드가 쓰일 위치예요.',
  ],
  partition: [
    'One append-only log of a topic. Records with the same key go to the same partition and keep their order.',
    '토픽을 이루는 추가 전용 로그 하나예요. 키가 같은 레코드는 같은 파티션에 순서대로 쌓여요.',
  ],
  offset: [
    'The number of a record in its partition, counting from 0.',
    '파티션 안에서 레코드의 번호예요. 0부터 세요.',
  ],
  lag: [
    'Records that are in the topic but not yet consumed by the group.',
    '토픽에는 있지만 그룹이 아직 처리하지 않은 레코드 수예요.',
  ],
  lagTime: [
    'The age of the oldest record that the group has not consumed yet.',
    '그룹이 아직 처리하지 않은 레코드 중 가장 오래된 것의 나이예요.',
  ],
  committed: [
    'The offset at which the group goes on after a restart.',
    '그룹이 다시 시작할 때 이어서 읽을 오프셋이에요.',
  ],
  coordinator: [
    'The broker that keeps the group’s members and offsets.',
    '그룹의 멤버와 오프셋을 관리하는 브로커예요.',
  ],
  group: [
    'Consumers that share the work: each partition is read by one member of the group.',
    '일을 나눠 맡는 컨슈머들이에요. 파티션 하나는 그룹의 멤버 하나만 읽어요.',
  ],
  idleMember: [
    'Member without a partition: the group has more members than there are partitions.',
    '파티션을 맡지 못한 멤버예요. 그룹의 멤버가 파티션보다 많을 때 생겨요.',
  ],
  tombstone: [
    'A record without a value: in a compacted topic it deletes the key.',
    '값이 없는 레코드예요. 로그 압축(컴팩션) 토픽에서는 그 키를 지운다는 뜻이에요.',
  ],
  acks: [
    'Whose confirmation the producer waits for: all in-sync replicas, the leader alone, or nobody.',
    '프로듀서가 누구의 확인까지 기다리는지예요. 동기화된 복제본 모두, 리더만, 또는 기다리지 않음이에요.',
  ],
  batch: [
    'Records that travel and are stored together. Larger batches cost less per record.',
    '함께 보내지고 함께 저장되는 레코드 묶음이에요. 묶음이 클수록 레코드당 비용이 줄어요.',
  ],
  codec: [
    'How batches are compressed before they are sent. Brokers store them as they come.',
    '배치를 보내기 전에 압축하는 방식이에요. 브로커는 받은 그대로 저장해요.',
  ],
  delivery: [
    'Idempotent: a batch that is sent twice is stored once. Transactional: batches to several partitions become visible together or not at all.',
    '멱등: 같은 배치를 두 번 보내도 한 번만 저장돼요. 트랜잭션: 여러 파티션의 배치가 함께 보이거나 모두 보이지 않아요.',
  ],
  producerId: [
    'A number that brokers give to an idempotent producer. With its epoch and sequences they recognise what was sent before.',
    '브로커가 멱등 프로듀서에게 주는 번호예요. 에폭과 순번을 함께 보고 이미 받은 배치인지 알아내요.',
  ],
} as const;

export type TermName = keyof typeof terms;
