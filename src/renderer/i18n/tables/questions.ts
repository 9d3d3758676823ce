export const questions = {
  title: ['Questions', '질문'],
  note: [
    'Three questions that come before the first topic, each as something to try.',
    '첫 토픽을 만들기 전에 드는 세 가지 질문이에요. 모두 직접 해 볼 수 있어요.',
  ],
  back: ['All questions', '질문 목록'],
  'name-compare': ['How is Kafka different from a queue?', 'Kafka는 메시지 큐와 무엇이 다른가요?'],
  'text-compare': [
    'One workload, with a crash, a latecomer and a poison message in it, under the rules of Kafka (for real, on this cluster) and of models of RabbitMQ, Amazon SQS and Redis Pub/Sub.',
    '장애, 늦게 온 구독자, 처리할 수 없는 메시지가 섞인 같은 작업을 여러 규칙으로 실행해요. Kafka는 이 클러스터에서 실제로, RabbitMQ·Amazon SQS·Redis Pub/Sub는 모델로 실행해요.',
  ],
  'name-need-kafka': ['Do you need Kafka?', 'Kafka가 필요할까요?'],
  'text-need-kafka': [
    'A few questions about your system, and an answer with reasons for and against it. It may well be that something plainer is enough.',
    '시스템에 대한 몇 가지 질문에 답하면 찬성과 반대 이유를 함께 알려 드려요. 더 단순한 방법으로 충분할 수도 있어요.',
  ],
  'name-kraft': ['What did ZooKeeper cost?', 'ZooKeeper에서는 무엇이 느렸나요?'],
  'text-kraft': [
    'What happened when the controller died in the days of ZooKeeper, as a model with published figures, beside elections that are measured here.',
    'ZooKeeper 시절에 컨트롤러가 죽으면 무슨 일이 있었는지 공개된 수치로 계산한 모델과, 여기서 직접 측정한 선출을 나란히 보여 드려요.',
  ],
  open: ['Try it', '해 보기'],
  model: ['Model', '모델'],
  modelHint: [
    'Not the product itself: its rules, calculated in this window in virtual time. The sources are listed below.',
    '실제 제품이 아니에요. 제품의 규칙을 이 창에서 가상 시간으로 계산해요. 출처는 아래에 있어요.',
  ],
  real: ['Real', '실제'],
  realHint: [
    'A topic and groups on the cluster that you look at, in real time. They are deleted after the run.',
    '지금 보고 있는 클러스터에 토픽과 그룹을 만들어 실제 시간으로 실행해요. 실행이 끝나면 지워요.',
  ],

  'service-kafka': ['Kafka', 'Kafka'],
  'service-rabbitmq': ['RabbitMQ', 'RabbitMQ'],
  'service-sqs': ['Amazon SQS', 'Amazon SQS'],
  'service-redis': ['Redis Pub/Sub', 'Redis Pub/Sub'],

  // --- Compare: the workload ---
  workload: ['The workload', '작업'],
  workloadChange: ['Change the workload', '작업 바꾸기'],
  workloadReset: ['Back to the first one', '처음 값으로 되돌리기'],
  workloadText: [
    '{{records}} records with {{keys}} keys, one every {{interval}}. Four applications read them: orders (workers: {{workers}}), audit, refunds (wants one kind in three) and analytics, which may come late.',
    '키 {{keys}}개로 레코드 {{records}}개를 {{interval}}마다 하나씩 보내요. 애플리케이션 네 개가 읽어요: orders(워커 {{workers}}개), audit, refunds(세 종류 중 하나만), 그리고 늦게 올 수 있는 analytics예요.',
  ],
  seed: ['Seed', '시드'],
  recordCount: ['Records', '레코드 수'],
  keyCount: ['Keys', '키 수'],
  sendIntervalMs: ['Time between records, ms', '레코드 간격(ms)'],
  workMs: ['Work on a record, ms', '레코드당 작업 시간(ms)'],
  workerCount: ['Workers of orders', 'orders 워커 수'],
  lateAtMs: ['Analytics comes at, ms', 'analytics가 오는 때(ms)'],
  crashRecord: ['A worker crashes on record', '워커가 죽는 레코드'],
  returnAfterMs: ['It comes back after, ms', '다시 오기까지(ms)'],
  replayAtMs: ['Audit asks for a replay at, ms', 'audit가 다시 읽는 때(ms)'],
  poisonRecord: ['Poison: record', '처리할 수 없는 레코드'],
  resentRecord: ['Sent twice: record', '두 번 보내는 레코드'],
  serverDownAtMs: ['The server goes down at, ms', '서버가 멈추는 때(ms)'],
  never: ['never', '없음'],
  partitionCount: ['Partitions', '파티션 수'],

  // --- Compare: settings of the models ---
  settings: ['Settings of {{name}}', '{{name}} 설정'],
  exchange: ['Exchange', '익스체인지'],
  queues: ['Queues', '큐'],
  'queues-per-reader': ['one for each application', '애플리케이션마다 하나'],
  'queues-shared': ['one that all share', '모두 함께 쓰는 하나'],
  queueType: ['Type of queue', '큐 종류'],
  'queueType-classic': ['classic', '클래식'],
  'queueType-quorum': ['quorum', '쿼럼'],
  isDurable: ['Durable (classic)', '디스크에 저장(클래식)'],
  prefetch: ['Prefetch', '프리페치'],
  deliveryLimit: ['Delivery limit (quorum)', '재전달 한도(쿼럼)'],
  hasDeadLetters: ['Dead-letter exchange', '데드 레터 익스체인지'],
  isLateQueueReady: ['Queue of analytics is declared beforehand', 'analytics 큐를 미리 만들기'],
  type: ['Type', '종류'],
  'type-standard': ['standard', '표준'],
  'type-fifo': ['FIFO', 'FIFO'],
  visibilityMs: ['Visibility timeout, ms', '표시 제한 시간(ms)'],
  maxReceiveCount: ['Receives before the dead letters', '데드 레터 전 수신 횟수'],
  retentionMs: ['Retention, s', '보존 기간(초)'],
  disorder: ['Out of order, %', '순서가 바뀌는 비율(%)'],
  duplicates: ['Handed out twice, %', '두 번 나가는 비율(%)'],
  channels: ['Channels', '채널'],
  'channels-per-kind': ['one for each kind', '종류마다 하나'],
  'channels-one': ['one for all', '모두 하나'],
  exaggerated: [
    'Standard queues do both rarely; here more often, so that it is seen.',
    '표준 큐에서도 드문 일이에요. 눈에 보이도록 더 자주 일어나게 했어요.',
  ],

  // --- Compare: the run on Kafka ---
  run: ['Run on Kafka', 'Kafka에서 실행하기'],
  runAgain: ['Run on Kafka again', 'Kafka에서 다시 실행하기'],
  stop: ['Stop the run', '실행 멈추기'],
  kafkaNotYet: [
    'The models below have run already: virtual time costs nothing. Kafka takes its own time, about 15 s: it makes a topic with a group for each application on {{cluster}}, runs the workload, and deletes them again.',
    '아래 모델은 가상 시간으로 이미 실행했어요. Kafka는 실제 시간으로 15초쯤 걸려요. {{cluster}}에 토픽 하나와 애플리케이션별 그룹을 만들어 작업을 실행하고, 끝나면 지워요.',
  ],
  thisCluster: ['this cluster', '이 클러스터'],
  'phase-preparing': ['Making topics, waiting for the groups', '토픽을 만들고 그룹을 기다리는 중'],
  'phase-running': ['Running', '실행 중'],
  'phase-cleaning': ['Deleting topics and groups', '토픽과 그룹을 지우는 중'],
  'phase-done': ['Finished', '끝남'],
  'phase-stopped': ['Stopped', '멈춤'],
  'phase-failed': ['Failed', '실패'],
  runFailed: ['The run ended early: {{error}}', '실행이 일찍 끝났어요: {{error}}'],
  runLeft: ['Could not be deleted: {{names}}', '지우지 못했어요: {{names}}'],
  otherWorkload: [
    'This run had another workload than the models now. Run it again to compare.',
    '지금 모델과 다른 작업으로 실행한 결과예요. 비교하려면 다시 실행하세요.',
  ],
  killTitle: ['Run on Kafka and kill a broker', '브로커를 강제 종료하며 Kafka에서 실행하기'],
  killText: [
    'The workload takes the server down. On this cluster that is real: the broker that leads partition 0 of the run is killed and started again after {{away}}. Other clients feel it too.',
    '작업 중에 서버가 멈춰요. 이 클러스터에서는 실제로 일어나요. 실행의 0번 파티션을 이끄는 브로커를 강제 종료하고 {{away}} 뒤에 다시 시작해요. 다른 클라이언트도 영향을 받아요.',
  ],
  killRun: ['Run and kill the broker', '브로커를 종료하며 실행하기'],
  foreignServer: [
    'The brokers of this cluster are not ours: on Kafka the server stays up.',
    '이 클러스터의 브로커는 Rivulet이 관리하지 않아요. Kafka에서는 서버를 멈추지 않아요.',
  ],
  readOnly: [
    'This connection is read-only, so nothing can be made on the cluster. The models run all the same.',
    '이 연결은 읽기 전용이라 클러스터에 아무것도 만들 수 없어요. 모델은 그대로 실행할 수 있어요.',
  ],
  shareNone: [
    'Share groups (KIP-932) would be Kafka’s own queue semantics. The brokers of this cluster do not offer them (no ShareFetch in ApiVersions), so there is no lane for them.',
    '공유 그룹(KIP-932)은 Kafka가 직접 제공하는 큐 방식이에요. 이 클러스터의 브로커는 제공하지 않아서(ApiVersions에 ShareFetch가 없음) 레인이 없어요.',
  ],
  shareOffered: [
    'This cluster offers share groups (KIP-932), Kafka’s own queue semantics. The client library of Rivulet does not speak ShareFetch, so they cannot be run here.',
    '이 클러스터는 Kafka의 큐 방식인 공유 그룹(KIP-932)을 제공해요. 하지만 Rivulet의 클라이언트 라이브러리가 ShareFetch를 지원하지 않아 여기서는 실행할 수 없어요.',
  ],

  // --- Compare: lanes ---
  lanes: ['What happened when', '언제 무슨 일이 있었나'],
  lanesHint: [
    'A bar is work on one record; its colour is the key, its number the record. Thick edge: delivered again. Struck: failed. Cut: the worker died.',
    '막대는 레코드 하나를 처리하는 시간이에요. 색은 키, 숫자는 레코드예요. 굵은 테두리는 다시 전달된 레코드, 빗금은 실패, 끊긴 막대는 죽은 워커예요.',
  ],
  laneLabel: [
    '{{name}}: {{done}} records worked on by orders, run of {{span}}',
    '{{name}}: orders가 레코드 {{done}}개를 처리, {{span}} 동안 실행',
  ],
  producerRow: ['producer', '프로듀서'],
  deadRow: ['dead letters', '데드 레터'],
  goneRow: ['gone', '사라짐'],
  play: ['Play', '재생'],
  pause: ['Pause', '일시 중지'],
  moment: ['Moment', '시점'],
  speed: ['Speed', '속도'],
  momentOf: ['{{at}} of {{all}}', '{{all}} 중 {{at}}'],
  'event-crashed': ['{{consumer}} crashed', '{{consumer}} 죽음'],
  'event-connected': ['{{consumer}} joined', '{{consumer}} 참여'],
  'event-cut-off': ['{{consumer}} was cut off', '{{consumer}} 연결 끊김'],
  'event-replayed': ['audit reads everything again', 'audit가 처음부터 다시 읽음'],
  'event-replay-refused': [
    'audit asked for a replay: there is none',
    'audit가 다시 읽으려 했지만 불가능',
  ],
  'event-dead-lettered': [
    'record {{record}} went to the dead letters',
    '레코드 {{record}}이(가) 데드 레터로 이동',
  ],
  'event-lost': [
    'record {{record}} went away ({{reason}})',
    '레코드 {{record}}이(가) 사라짐({{reason}})',
  ],
  'event-server-down': ['the server went down', '서버가 멈춤'],
  'event-server-up': ['the server is back', '서버가 돌아옴'],
  'event-none': ['nothing went wrong so far', '아직 문제 없음'],
  'reason-no-queue': ['no queue was bound', '연결된 큐가 없음'],
  'reason-no-subscriber': ['nobody was subscribed', '구독자가 없음'],
  'reason-not-durable': ['it was only in memory', '메모리에만 있었음'],
  'reason-expired': ['its retention was over', '보존 기간이 지남'],
  'reason-delivery-limit': ['past the delivery limit', '재전달 한도를 넘음'],
  'reason-duplicate': ['it had been sent before', '이미 보낸 레코드'],

  // --- Compare: the table ---
  findings: ['What the runs show', '실행 결과'],
  findingsHint: [
    'Counted from the runs above, not written down: change the workload or a setting and it changes.',
    '미리 적어 둔 내용이 아니라 위의 실행에서 센 값이에요. 작업이나 설정을 바꾸면 값도 바뀌어요.',
  ],
  question: ['Question', '질문'],
  notRun: ['Not run yet', '아직 실행하지 않음'],
  'ask-everyone': [
    'Does every application get its records?',
    '모든 애플리케이션이 레코드를 받나요?',
  ],
  'ask-late': ['What does a late subscriber see?', '늦게 온 구독자는 무엇을 보나요?'],
  'ask-replay': ['What does a replay give?', '다시 읽으면 무엇이 오나요?'],
  'ask-order': ['Is the order of a key kept?', '같은 키의 순서가 지켜지나요?'],
  'ask-routing': ['Who sorts out the kinds?', '종류는 누가 골라내나요?'],
  'ask-crash': ['What does a crash of a worker lose?', '워커가 죽으면 무엇을 잃나요?'],
  'ask-again': ['What is delivered again?', '무엇이 다시 전달되나요?'],
  'ask-poison': ['What becomes of the poison?', '처리할 수 없는 레코드는 어떻게 되나요?'],
  'ask-resent': ['What if it is sent twice?', '두 번 보내면 어떻게 되나요?'],
  'ask-server': ['What does a restart of the server lose?', '서버가 다시 시작되면 무엇을 잃나요?'],

  'everyone-all': ['all {{all}}', '{{all}}개 모두'],
  'everyone-some': ['{{got}} of {{all}}', '{{all}}개 중 {{got}}개'],
  'everyone-none': ['none of {{all}}', '{{all}}개 중 0개'],
  'everyone-nothing': ['nothing to get', '받을 레코드 없음'],
  'late-all': ['all {{all}} from before', '이전 {{all}}개 모두'],
  'late-some': ['{{got}} of {{all}} from before', '이전 {{all}}개 중 {{got}}개'],
  'late-none': ['none of {{all}} from before', '이전 {{all}}개 중 0개'],
  'late-nothing': ['nothing was before it', '이전 레코드 없음'],
  'late-not-asked': ['nobody came late', '늦게 온 구독자 없음'],
  'replay-all': ['all {{all}} again', '{{all}}개 모두 다시'],
  'replay-some': ['{{got}} of {{all}} again', '{{all}}개 중 {{got}}개'],
  'replay-none': ['none of {{all}}', '{{all}}개 중 0개'],
  'replay-nothing': ['nothing was read before', '이전에 읽은 레코드 없음'],
  'replay-not-asked': ['not asked for', '요청하지 않음'],
  'order-kept': ['kept, {{all}} records', '지켜짐, 레코드 {{all}}개'],
  'order-broken': [
    'out of order: {{wrong}} of {{all}}, keys: {{keys}}',
    '{{all}}개 중 {{wrong}}개 뒤바뀜, 키 {{keys}}개',
  ],
  'order-nothing': ['nothing was worked on', '처리한 레코드 없음'],
  'routing-missed': ['{{got}} of {{all}} wanted', '원하는 {{all}}개 중 {{got}}개'],
  'routing-by-server': ['the service: {{all}} wanted, no others', '서비스: 원하는 {{all}}개만'],
  'routing-by-reader': ['the reader: {{unwanted}} put aside', '받는 쪽: {{unwanted}}개 버림'],
  'crash-saved': [
    'nothing; {{held}} in hand, done {{after}} later',
    '없음. 처리 중이던 {{held}}개를 {{after}} 뒤에 처리',
  ],
  'crash-lost': ['{{lost}} of {{held}} in hand', '처리 중이던 {{held}}개 중 {{lost}}개'],
  'crash-no-crash': ['no crash', '장애 없음'],
  'again-never': ['nothing', '없음'],
  'again-twice': ['{{again}}; worked on twice: {{twice}}', '{{again}}개. 두 번 처리: {{twice}}개'],
  'again-marked': ['{{again}}, each marked', '{{again}}개, 모두 표시됨'],
  'again-unmarked': ['{{again}}, not marked', '{{again}}개, 표시 없음'],
  'poison-dead-letter': [
    'dead letters after {{tries}} tries, {{after}}',
    '{{tries}}번 시도 후 데드 레터로, {{after}}',
  ],
  'poison-dropped': [
    'dropped after {{tries}} tries, {{after}}',
    '{{tries}}번 시도 후 버려짐, {{after}}',
  ],
  'poison-unseen': ['nobody got it', '아무도 받지 못함'],
  'poison-endless': ['tried {{tries}} times, no end', '{{tries}}번 시도, 끝나지 않음'],
  'poison-forgotten': ['gone after {{tries}} tries', '{{tries}}번 시도 후 사라짐'],
  'poison-not-asked': ['no poison', '해당 레코드 없음'],
  'resent-none': ['never worked on', '처리되지 않음'],
  'resent-once': ['worked on once', '한 번 처리됨'],
  'resent-twice': ['worked on twice', '두 번 처리됨'],
  'resent-not-asked': ['nothing sent twice', '두 번 보내지 않음'],
  'server-kept': ['nothing of {{all}}', '{{all}}개 중 0개'],
  'server-lost': ['{{lost}} of {{all}}', '{{all}}개 중 {{lost}}개'],
  'server-unseen': ['not seen from outside', '밖에서는 보이지 않음'],
  'server-not-asked': ['the server stayed up', '서버가 멈추지 않음'],

  'why-everyone-kafka': [
    'Each group reads the whole topic at its own pace; the topic is stored once.',
    '그룹마다 자기 속도로 토픽 전체를 읽어요. 데이터는 한 번만 저장돼요.',
  ],
  'why-everyone-rabbitmq': [
    'The exchange copies into every bound queue. A queue that applications share gives each message to one of them.',
    '익스체인지가 연결된 큐마다 복사해요. 여럿이 함께 쓰는 큐는 메시지를 그중 하나에만 줘요.',
  ],
  'why-everyone-sqs': [
    'A message of a queue is for one receiver. For several applications SNS copies it into a queue for each.',
    '큐의 메시지는 한 소비자에게만 가요. 애플리케이션이 여럿이면 SNS가 각자의 큐로 복사해요.',
  ],
  'why-everyone-redis': [
    'Every subscriber that is connected gets a copy; whoever is away at that moment does not.',
    '연결된 구독자는 모두 사본을 받아요. 그 순간 연결이 없으면 받지 못해요.',
  ],
  'why-late-kafka': [
    'Reading deletes nothing. A new group begins at the earliest offset that retention has left.',
    '읽어도 지워지지 않아요. 새 그룹은 보존된 가장 이른 오프셋부터 읽어요.',
  ],
  'why-late-rabbitmq': [
    'A queue gets messages from the moment it is bound; what came before was never copied into it.',
    '큐는 연결된 순간부터 메시지를 받아요. 그 전의 메시지는 복사되지 않았어요.',
  ],
  'why-late-sqs': [
    'A queue holds what was sent to it since it was made. One made beforehand keeps it for at most 14 days.',
    '큐에는 만들어진 뒤에 보낸 메시지만 있어요. 미리 만든 큐는 최대 14일 동안 보관해요.',
  ],
  'why-late-redis': [
    'Nothing is stored: a message exists only while it is handed on.',
    '아무것도 저장하지 않아요. 메시지는 전달되는 순간에만 있어요.',
  ],
  'why-replay-kafka': [
    'A group’s position is only a number. Set it back, and the same records come again.',
    '그룹의 위치는 숫자일 뿐이에요. 뒤로 돌리면 같은 레코드가 다시 와요.',
  ],
  'why-replay-rabbitmq': [
    'An acknowledged message is deleted from the queue. (RabbitMQ’s streams, another kind, can be read again.)',
    '확인한 메시지는 큐에서 지워져요. (RabbitMQ의 다른 종류인 스트림은 다시 읽을 수 있어요.)',
  ],
  'why-replay-sqs': [
    'A deleted message is gone; only dead letters can be put back.',
    '삭제한 메시지는 사라져요. 데드 레터만 되돌릴 수 있어요.',
  ],
  'why-replay-redis': ['There is no past to read.', '다시 읽을 과거가 없어요.'],
  'why-order-kafka': [
    'A key always goes to the same partition, and a partition has one reader in a group.',
    '같은 키는 늘 같은 파티션으로 가고, 한 그룹에서 파티션을 읽는 컨슈머는 하나예요.',
  ],
  'why-order-rabbitmq': [
    'A queue hands out in order, but several workers finish in any order, and what comes back comes late.',
    '큐는 순서대로 나눠 주지만, 워커가 여럿이면 끝나는 순서가 달라져요. 되돌아온 메시지도 늦게 처리돼요.',
  ],
  'why-order-sqs': [
    'A standard queue promises no order. A FIFO queue lets nothing of a message group out while one of it is being worked on.',
    '표준 큐는 순서를 보장하지 않아요. FIFO 큐는 메시지 그룹에서 하나를 처리하는 동안 나머지를 내보내지 않아요.',
  ],
  'why-order-redis': [
    'Each subscriber gets messages in the order in which they were published, as long as it stays connected.',
    '연결되어 있는 동안 구독자는 발행된 순서대로 받아요.',
  ],
  'why-routing-kafka': [
    'A topic is read whole; readers leave out what they do not want, or the producer writes into several topics.',
    '토픽은 통째로 읽어요. 필요 없는 레코드는 받는 쪽이 버리거나, 프로듀서가 토픽을 나눠 써요.',
  ],
  'why-routing-rabbitmq': [
    'Bindings of the exchange decide; a fanout exchange looks at no key.',
    '익스체인지의 바인딩이 골라내요. 팬아웃 익스체인지는 키를 보지 않아요.',
  ],
  'why-routing-sqs': [
    'SQS does not route. In front of it, filter policies of SNS subscriptions do.',
    'SQS는 라우팅하지 않아요. 앞에 둔 SNS 구독의 필터 정책이 골라내요.',
  ],
  'why-routing-redis': [
    'Channels and patterns decide, as fine as the names of the channels are.',
    '채널과 패턴이 골라내요. 채널 이름을 나눈 만큼만 고를 수 있어요.',
  ],
  'why-crash-kafka': [
    'The dead worker’s partitions wait until its session is over (6 s here); then another one begins at the last commit.',
    '죽은 워커의 파티션은 세션이 끝날 때까지(여기서는 6초) 기다려요. 그다음 다른 워커가 마지막 커밋부터 읽어요.',
  ],
  'why-crash-rabbitmq': [
    'The broken connection is seen at once: what was not acknowledged goes back to its place in the queue.',
    '연결이 끊기면 바로 알아요. 확인하지 않은 메시지는 큐의 제자리로 돌아가요.',
  ],
  'why-crash-sqs': [
    'Nobody tells the queue: the message stays hidden until its visibility timeout is over.',
    '큐는 알지 못해요. 표시 제한 시간이 끝날 때까지 메시지가 숨어 있어요.',
  ],
  'why-crash-redis': [
    'What was handed to it is gone. With a second worker it is there still, because that one got its own copy of everything.',
    '넘겨받은 메시지는 사라져요. 두 번째 워커가 있으면 모든 사본을 따로 받았으므로 그쪽에는 남아 있어요.',
  ],
  'why-again-kafka': [
    'After a crash or a rebalance reading goes on at the last committed offset. Nothing says that it is the second time.',
    '장애나 리밸런싱 뒤에는 마지막 커밋 오프셋부터 읽어요. 두 번째라는 표시는 없어요.',
  ],
  'why-again-rabbitmq': [
    'What comes back carries the flag redelivered, in quorum queues also a count.',
    '되돌아온 메시지에는 redelivered 표시가 있고, 쿼럼 큐에서는 횟수도 알 수 있어요.',
  ],
  'why-again-sqs': [
    'At least once: after the visibility timeout, and now and then for no reason. The receive count tells.',
    '최소 한 번이에요. 표시 제한 시간이 지나거나, 드물게 이유 없이 다시 와요. 수신 횟수로 알 수 있어요.',
  ],
  'why-again-redis': [
    'Nothing is ever sent again. But two workers do not share: each gets every message, so work is done twice.',
    '다시 보내지 않아요. 하지만 워커끼리 나누지 않고 각자 모든 메시지를 받아서 일을 두 번 해요.',
  ],
  'why-poison-kafka': [
    'The application decides: here it tries 3 times, writes the record to another topic and goes on. Until then its partition waits.',
    '애플리케이션이 정해요. 여기서는 3번 시도한 뒤 다른 토픽에 쓰고 넘어가요. 그동안 그 파티션은 기다려요.',
  ],
  'why-poison-rabbitmq': [
    'A quorum queue counts how often it comes back and has a limit; a classic queue has none.',
    '쿼럼 큐는 되돌아온 횟수를 세고 한도가 있어요. 클래식 큐에는 한도가 없어요.',
  ],
  'why-poison-sqs': [
    'After so many receives it goes to the dead-letter queue, each try one visibility timeout after the other.',
    '정해진 횟수만큼 받으면 데드 레터 큐로 가요. 시도 사이마다 표시 제한 시간을 기다려요.',
  ],
  'why-poison-redis': [
    'There is no acknowledgement, so there is no second try.',
    '확인이 없으니 두 번째 시도도 없어요.',
  ],
  'why-resent-kafka': [
    'The idempotent producer leaves out its own retries. A record that the application sends twice is two records.',
    '멱등 프로듀서는 자기가 재시도한 것만 걸러요. 애플리케이션이 두 번 보내면 레코드도 두 개예요.',
  ],
  'why-resent-rabbitmq': [
    'A queue compares nothing: both messages are delivered.',
    '큐는 비교하지 않아요. 두 메시지 모두 전달돼요.',
  ],
  'why-resent-sqs': [
    'A FIFO queue drops a second send with the same deduplication id within 5 minutes; a standard queue does not.',
    'FIFO 큐는 5분 안에 같은 중복 제거 ID로 다시 보낸 메시지를 버려요. 표준 큐는 버리지 않아요.',
  ],
  'why-resent-redis': ['Whatever is published is handed on.', '발행한 것은 모두 전달돼요.'],
  'why-server-kafka': [
    'Records lie on several brokers; a follower takes over. (With one broker, reading waits until it is back.)',
    '레코드는 여러 브로커에 있고 팔로워가 이어받아요. (브로커가 하나면 돌아올 때까지 기다려요.)',
  ],
  'why-server-rabbitmq': [
    'Durable queues with persistent messages, and quorum queues always, come back; what is only in memory does not.',
    '저장하는 큐의 저장된 메시지와 모든 쿼럼 큐는 돌아와요. 메모리에만 있던 메시지는 사라져요.',
  ],
  'why-server-sqs': [
    'Each message is stored in several data centres before the send is answered.',
    '보내기에 응답하기 전에 여러 데이터 센터에 저장해요.',
  ],
  'why-server-redis': [
    'Subscriptions and what was on its way are gone; subscribers have to come again.',
    '구독과 전달 중이던 메시지가 사라져요. 구독자는 다시 구독해야 해요.',
  ],

  // --- Compare: sources ---
  rules: ['Where the rules of the models come from', '모델 규칙의 출처'],
  rule: ['Rule', '규칙'],
  source: ['Source', '출처'],
  'rule-rabbit-exchange': [
    'Fanout copies to all bound queues, direct compares the key, topic matches * (one word) and # (any number).',
    'fanout은 연결된 모든 큐에 복사하고, direct는 키를 비교하고, topic은 *(단어 하나)와 #(여러 단어)으로 맞춰요.',
  ],
  'rule-rabbit-prefetch': [
    'At most so many unacknowledged deliveries for a consumer; those of a broken connection are requeued, marked as redelivered.',
    '컨슈머 하나가 확인하지 않은 메시지를 정해진 수만큼만 가져요. 연결이 끊기면 redelivered 표시와 함께 큐로 돌아가요.',
  ],
  'rule-rabbit-requeue': [
    'A requeued message goes to its original position if possible.',
    '되돌아온 메시지는 가능하면 원래 자리로 가요.',
  ],
  'rule-rabbit-limit': [
    'A quorum queue drops or dead-letters what was returned more often than the delivery limit (since 4.0: 20); without one, returns go to the end.',
    '쿼럼 큐는 재전달 한도(4.0부터 20)보다 많이 되돌아온 메시지를 버리거나 데드 레터로 보내요. 한도가 없으면 맨 뒤로 보내요.',
  ],
  'rule-rabbit-durable': [
    'A restart takes transient messages and queues that are not durable; quorum queues are always durable.',
    '다시 시작하면 임시 메시지와 저장하지 않는 큐가 사라져요. 쿼럼 큐는 항상 저장해요.',
  ],
  'rule-rabbit-dlx': [
    'Dead letters are messages that were rejected, expired or past a limit, published to another exchange.',
    '데드 레터는 거부되거나 만료되거나 한도를 넘어 다른 익스체인지로 발행된 메시지예요.',
  ],
  'rule-sqs-standard': [
    'Standard: at least once, best-effort order, stored in several availability zones.',
    '표준: 최소 한 번, 가능한 만큼의 순서, 여러 가용 영역에 저장해요.',
  ],
  'rule-sqs-visibility': [
    'A received message is hidden for the visibility timeout (default 30 s) and comes back unless deleted.',
    '받은 메시지는 표시 제한 시간(기본 30초) 동안 숨고, 지우지 않으면 다시 나타나요.',
  ],
  'rule-sqs-dlq': [
    'Received more often than maxReceiveCount, it moves to the dead-letter queue.',
    'maxReceiveCount보다 많이 받으면 데드 레터 큐로 옮겨요.',
  ],
  'rule-sqs-fifo': [
    'FIFO: strict order within a message group; while one is in flight no other of its group is handed out.',
    'FIFO: 메시지 그룹 안의 순서를 지켜요. 하나를 처리하는 동안 같은 그룹의 다른 메시지는 나가지 않아요.',
  ],
  'rule-sqs-dedup': [
    'FIFO: a deduplication id counts once within 5 minutes.',
    'FIFO: 중복 제거 ID는 5분 동안 한 번만 인정돼요.',
  ],
  'rule-sqs-retention': [
    'A message is kept for 60 s to 14 days, 4 days by default.',
    '메시지는 60초에서 14일까지, 기본 4일 동안 보관해요.',
  ],
  'rule-sqs-sns': [
    'SNS copies into subscribed queues; a filter policy lets through what matches.',
    'SNS가 구독한 큐로 복사해요. 필터 정책에 맞는 것만 통과해요.',
  ],
  'rule-redis-once': [
    'At most once: a message goes to those who are subscribed now; if it cannot be handed on it is lost.',
    '최대 한 번: 지금 구독 중인 쪽에만 가고, 전달하지 못하면 사라져요.',
  ],
  'rule-redis-patterns': [
    'Subscribers name channels, or patterns with * and ?; messages come in the order in which they were published.',
    '구독자는 채널이나 *와 ?가 든 패턴을 지정해요. 메시지는 발행된 순서로 와요.',
  ],

  // --- Do you need Kafka? ---
  needNote: [
    'One question at a time. What you answered is kept in the address: copy it to discuss it.',
    '한 번에 하나씩 물어요. 답은 주소에 남으니 복사해서 함께 이야기할 수 있어요.',
  ],
  step: ['Question {{number}}', '{{number}}번째 질문'],
  yes: ['Yes', '예'],
  no: ['No', '아니요'],
  oneBack: ['Back', '이전'],
  fromStart: ['Start again', '처음부터'],
  chart: ['The way you took', '지나온 길'],
  chartLabel: [
    'Decision chart; the way taken is marked. Answered: {{count}}.',
    '의사결정 흐름도. 지나온 길이 표시돼요. 답한 질문: {{count}}개.',
  ],
  answer: ['The answer', '결론'],
  reasonsFor: ['What speaks for it', '찬성하는 이유'],
  reasonsAgainst: ['What speaks against it', '반대하는 이유'],
  yourAnswers: ['Because you said', '이렇게 답했어요'],
  tryScenario: ['Try it as a scenario', '시나리오로 해 보기'],
  tryCompare: ['See the services side by side', '서비스를 나란히 비교하기'],

  'q-answer-at-once': [
    'Does the caller need the answer before it can go on?',
    '호출한 쪽이 답을 받아야 다음으로 넘어갈 수 있나요?',
  ],
  'qh-answer-at-once': [
    'A price for a page, a login, a check of stock before the order is taken.',
    '화면에 보일 가격, 로그인, 주문 전 재고 확인 같은 일이에요.',
  ],
  'qs-answer-at-once': ['Answer at once?', '바로 답해야 하나요?'],
  'q-one-program': [
    'Do the same program and the same database write the data and use it?',
    '데이터를 쓰는 곳과 쓰이는 곳이 같은 프로그램, 같은 데이터베이스인가요?',
  ],
  'qh-one-program': [
    'One service with its tables, a nightly job, questions with joins over the present state.',
    '테이블을 가진 서비스 하나, 야간 작업, 현재 상태에 대한 조인 질의 같은 경우예요.',
  ],
  'qs-one-program': ['One program?', '한 프로그램인가요?'],
  'q-volume': ['Are there 100,000 messages a second or more?', '초당 메시지가 10만 건 이상인가요?'],
  'qh-volume': [
    'Clicks of a large site, logs of a fleet, sensors. Count the peak, and where it will be in two years.',
    '큰 사이트의 클릭, 수많은 서버의 로그, 센서 같은 경우예요. 최고치와 2년 뒤를 함께 생각하세요.',
  ],
  'qs-volume': ['100,000 a second?', '초당 10만 건 이상?'],
  'q-replay': [
    'Will anybody want to read old messages again?',
    '지난 메시지를 다시 읽을 일이 있나요?',
  ],
  'qh-replay': [
    'A new service that begins with the past, a bug whose results have to be calculated anew, an audit, event sourcing.',
    '과거부터 시작하는 새 서비스, 버그 수정 뒤 재계산, 감사, 이벤트 소싱 같은 경우예요.',
  ],
  'qs-replay': ['Read again?', '다시 읽나요?'],
  'q-several-readers': [
    'Do several systems want the same messages, each at its own pace?',
    '여러 시스템이 같은 메시지를 각자의 속도로 읽나요?',
  ],
  'qh-several-readers': [
    'An order that payment, stock, notification and analytics all need, and more to come.',
    '주문 하나를 결제, 재고, 알림, 분석이 모두 쓰고 앞으로 더 늘어나는 경우예요.',
  ],
  'qs-several-readers': ['Several readers?', '읽는 곳이 여럿?'],
  'q-order-at-scale': [
    'Must each customer’s messages stay in order while many workers share the work?',
    '여러 워커가 나눠 처리하면서도 고객별 순서를 지켜야 하나요?',
  ],
  'qh-order-at-scale': [
    'Placed, paid, shipped: never paid before placed. One worker alone would be too slow.',
    '주문, 결제, 배송의 순서가 바뀌면 안 되는데 워커 하나로는 너무 느린 경우예요.',
  ],
  'qs-order-at-scale': ['Order at scale?', '나눠도 순서 유지?'],
  'q-losable': [
    'May a message be lost when nobody is listening?',
    '듣는 쪽이 없을 때 메시지를 잃어도 되나요?',
  ],
  'qh-losable': [
    'Who is typing, a cursor, “this cache entry is stale”: the next one makes up for it.',
    '입력 중 표시, 커서 위치, 캐시 무효화처럼 다음 메시지가 대신할 수 있는 경우예요.',
  ],
  'qs-losable': ['May be lost?', '잃어도 되나요?'],
  'q-routing': [
    'Do you need routing by pattern, priorities, a time to live for each message, or requests with replies?',
    '패턴 라우팅, 우선순위, 메시지별 만료 시간, 요청과 응답이 필요한가요?',
  ],
  'qh-routing': [
    'Premium customers first, orders of one region to one queue, work that is worthless after a minute.',
    '우수 고객 먼저, 지역별 큐, 1분이 지나면 의미 없는 작업 같은 경우예요.',
  ],
  'qs-routing': ['Complex routing?', '복잡한 라우팅?'],
  'q-cloud': [
    'Are you on AWS, and should nobody have to run a server for this?',
    'AWS를 쓰고, 이를 위해 서버를 운영하고 싶지 않나요?',
  ],
  'qh-cloud': [
    'Functions, a small team, a bill by request.',
    '서버리스 함수, 작은 팀, 요청별 요금이 맞는 경우예요.',
  ],
  'qs-cloud': ['AWS, no servers?', 'AWS, 서버 없이?'],
  'q-operations': ['Do you have people who can run a cluster?', '클러스터를 운영할 사람이 있나요?'],
  'qh-operations': [
    'At least three brokers, disks, upgrades, alarms at night.',
    '브로커 3대 이상, 디스크, 업그레이드, 밤에 울리는 알람을 맡을 사람이에요.',
  ],
  'qs-operations': ['People to run it?', '운영할 사람?'],

  'o-http': ['No: call it directly (HTTP or gRPC)', '아니요: 직접 호출하세요(HTTP, gRPC)'],
  'os-http': ['HTTP call', 'HTTP 호출'],
  'o-http-for-1': [
    'The caller waits anyway, and gets an error at once when something is wrong.',
    '호출한 쪽은 어차피 기다리고, 문제가 있으면 바로 오류를 받아요.',
  ],
  'o-http-for-2': [
    'Nothing in between that has to be run, watched and understood.',
    '중간에 운영하고 지켜보고 이해해야 할 것이 없어요.',
  ],
  'o-http-against-1': [
    'If the other side is down, so are you: a chain of calls is as weak as all its links together.',
    '상대가 멈추면 나도 멈춰요. 호출이 이어질수록 약해져요.',
  ],
  'o-http-against-2': [
    'Every new receiver is a change in the caller.',
    '받는 쪽이 늘 때마다 호출하는 쪽을 고쳐야 해요.',
  ],
  'o-database': ['No: a database is enough', '아니요: 데이터베이스로 충분해요'],
  'os-database': ['Database', '데이터베이스'],
  'o-database-for-1': [
    'Transactions and questions over the present state are what it is made for.',
    '트랜잭션과 현재 상태에 대한 질의가 데이터베이스의 일이에요.',
  ],
  'o-database-for-2': [
    'A table of jobs with SKIP LOCKED carries more than most teams will ever need.',
    '작업 테이블과 SKIP LOCKED만으로도 대부분의 팀에 충분해요.',
  ],
  'o-database-against-1': [
    'As soon as a second system wants to know of each change, asking again and again gets slow and late.',
    '다른 시스템이 모든 변경을 알아야 하면 반복 조회는 느리고 늦어요.',
  ],
  'o-database-against-2': [
    'It knows what is, not how it came to be: history has to be built.',
    '현재만 알고 과정은 몰라요. 이력은 따로 만들어야 해요.',
  ],
  'o-kafka': ['Yes: Kafka', '네: Kafka예요'],
  'os-kafka': ['Kafka', 'Kafka'],
  'o-kafka-for-1': [
    'A log that is kept: every group reads all of it, from wherever it wants, as often as it wants.',
    '보존되는 로그예요. 모든 그룹이 원하는 곳부터 몇 번이든 읽어요.',
  ],
  'o-kafka-for-2': [
    'Partitions spread the work over machines and keep the order of each key.',
    '파티션이 일을 여러 장비로 나누면서 키별 순서를 지켜요.',
  ],
  'o-kafka-for-3': [
    'Streams, connectors and change data capture build on it.',
    '스트림 처리, 커넥터, CDC를 그 위에 만들 수 있어요.',
  ],
  'o-kafka-against-1': [
    'A cluster to run, and concepts to learn: partitions, offsets, groups, retention.',
    '클러스터를 운영하고 파티션, 오프셋, 그룹, 보존을 익혀야 해요.',
  ],
  'o-kafka-against-2': [
    'No priorities, no routing by content, no retry of a single message: the application does that.',
    '우선순위, 내용별 라우팅, 개별 재시도가 없어 애플리케이션이 맡아야 해요.',
  ],
  'o-kafka-managed': ['Yes: Kafka, run by somebody else', '네: 관리형 Kafka예요'],
  'os-kafka-managed': ['Managed Kafka', '관리형 Kafka'],
  'o-kafka-managed-for-1': [
    'What you need is a log; that you cannot run one is no reason to do without.',
    '필요한 것은 로그예요. 운영할 수 없다고 포기할 이유는 없어요.',
  ],
  'o-kafka-managed-for-2': [
    'The protocol is the same: what works here works there.',
    '프로토콜이 같으니 여기서 되는 것은 그곳에서도 돼요.',
  ],
  'o-kafka-managed-against-1': [
    'It costs by throughput, storage and partitions; look at the bill before you choose 1,000 partitions.',
    '처리량, 저장 공간, 파티션만큼 비용이 들어요. 파티션 1,000개를 고르기 전에 요금을 확인하세요.',
  ],
  'o-kafka-managed-against-2': [
    'The concepts stay yours: partitions, keys and groups are not managed away.',
    '개념은 그대로예요. 파티션, 키, 그룹은 대신 정해 주지 않아요.',
  ],
  'o-redis': ['No: Redis Pub/Sub is enough', '아니요: Redis Pub/Sub로 충분해요'],
  'os-redis': ['Redis Pub/Sub', 'Redis Pub/Sub'],
  'o-redis-for-1': [
    'Handed on in well under a millisecond, to everybody who is connected.',
    '연결된 모두에게 1밀리초도 안 되어 전달돼요.',
  ],
  'o-redis-for-2': ['You probably run Redis already.', '이미 Redis를 쓰고 있을 가능성이 커요.'],
  'o-redis-against-1': [
    'Whoever is away misses it, and nobody will know.',
    '자리에 없으면 놓치고, 아무도 알지 못해요.',
  ],
  'o-redis-against-2': [
    'Workers cannot share the work: each gets everything. (Redis Streams can.)',
    '워커가 일을 나눌 수 없고 각자 모두 받아요. (Redis Streams는 나눌 수 있어요.)',
  ],
  'o-rabbitmq': ['No: a queue (RabbitMQ) is enough', '아니요: 큐(RabbitMQ)로 충분해요'],
  'os-rabbitmq': ['RabbitMQ', 'RabbitMQ'],
  'o-rabbitmq-for-1': [
    'Each message is work for one worker, acknowledged, tried again, put aside: the queue does all of it.',
    '메시지마다 워커 하나가 처리하고 확인하고 재시도하고 치워 두는 일을 큐가 다 해요.',
  ],
  'o-rabbitmq-for-2': [
    'Routing by pattern, priorities, expiry and replies are built in.',
    '패턴 라우팅, 우선순위, 만료, 응답이 들어 있어요.',
  ],
  'o-rabbitmq-for-3': ['One node is enough to begin with.', '노드 하나로 시작할 수 있어요.'],
  'o-rabbitmq-against-1': [
    'What was worked on is gone: no replay, and a late service sees nothing of before.',
    '처리한 것은 사라져요. 다시 읽을 수 없고 늦게 온 서비스는 이전 것을 못 봐요.',
  ],
  'o-rabbitmq-against-2': [
    'Every reader needs a queue of its own, and each copy is stored again.',
    '읽는 곳마다 큐가 필요하고 사본을 따로 저장해요.',
  ],
  'o-sqs': ['No: a queue (Amazon SQS) is enough', '아니요: 큐(Amazon SQS)로 충분해요'],
  'os-sqs': ['Amazon SQS', 'Amazon SQS'],
  'o-sqs-for-1': [
    'Nothing to run: a name, and it is there.',
    '운영할 것이 없어요. 이름만 정하면 돼요.',
  ],
  'o-sqs-for-2': [
    'Retries and dead letters are two settings.',
    '재시도와 데드 레터는 설정 두 개면 돼요.',
  ],
  'o-sqs-against-1': [
    'No replay, 14 days at most, and for several readers SNS in front.',
    '다시 읽을 수 없고 최대 14일이며, 읽는 곳이 여럿이면 앞에 SNS가 필요해요.',
  ],
  'o-sqs-against-2': [
    'Order only in FIFO queues, and everything only on AWS.',
    '순서는 FIFO 큐에서만, 모든 것은 AWS에서만 돼요.',
  ],

  // --- ZooKeeper against KRaft ---
  kraftNote: [
    'Top: a model of the old way. Bottom: what this cluster does, measured from its own events.',
    '위는 예전 방식의 모델이고, 아래는 이 클러스터의 이벤트로 측정한 값이에요.',
  ],
  brokerCount: ['Brokers', '브로커 수'],
  partitionsOfCluster: ['Partitions in the cluster', '클러스터의 파티션 수'],
  sessionTimeout: ['Session timeout', '세션 제한 시간'],
  'sessionTimeout-6000': ['6 s (until 2.4)', '6초(2.4까지)'],
  'sessionTimeout-18000': ['18 s (since 2.5)', '18초(2.5부터)'],
  figures: ['Figures', '수치'],
  'figures-serial': ['2015: reads one by one', '2015: 하나씩 읽기'],
  'figures-two-million': ['2021: measured with 2 million', '2021: 200만 개로 측정'],
  'figures-one-million': ['read in parallel, 1 million', '나눠 읽기, 100만 개'],
  scale: ['Scale', '눈금'],
  'scale-linear': ['linear', '선형'],
  'scale-log': ['logarithmic', '로그'],
  axis: ['From the death of the controller', '컨트롤러가 죽은 때부터'],
  rowZookeeper: ['ZooKeeper', 'ZooKeeper'],
  rowKraftPublished: ['KRaft, published', 'KRaft, 공개된 값'],
  rowMeasured: ['Measured here', '여기서 측정'],
  noMeasured: [
    'no measurement yet: kill a broker below',
    '아직 측정한 값이 없어요. 아래에서 브로커를 종료해 보세요',
  ],
  noMeasuredForeign: ['no measurement yet', '아직 측정한 값이 없어요'],
  total: ['total {{span}}', '합계 {{span}}'],
  lengthOf: ['{{name}}: {{span}}', '{{name}}: {{span}}'],
  noFigure: [
    '{{name}}: no published figure, not counted',
    '{{name}}: 공개된 수치가 없어 세지 않음',
  ],
  'fs-detect': ['Session ends', '세션 만료'],
  'fs-elect': ['/controller', '/controller'],
  'fs-load': ['Load from ZooKeeper', 'ZooKeeper에서 읽기'],
  'fs-leaders': ['New leaders', '새 리더'],
  'fs-push': ['Push to brokers', '브로커로 보내기'],
  'ft-detect': [
    'Nobody knows yet. The dead controller’s session at ZooKeeper has to end before its znode /controller goes.',
    '아직 아무도 몰라요. 죽은 컨트롤러의 ZooKeeper 세션이 끝나야 /controller znode가 사라져요.',
  ],
  'ft-elect': [
    'Every broker watches /controller. The first one that writes it is the controller, with a higher epoch. No figure was published; it is one write.',
    '모든 브로커가 /controller를 지켜봐요. 먼저 쓴 브로커가 더 높은 에포크로 컨트롤러가 돼요. 공개된 수치는 없지만 쓰기 한 번이에요.',
  ],
  'ft-load': [
    'The new controller knows nothing: it reads brokers, topics and the state of every partition from ZooKeeper. This grows with the partitions.',
    '새 컨트롤러는 아무것도 몰라요. 브로커, 토픽, 모든 파티션의 상태를 ZooKeeper에서 읽어요. 파티션이 많을수록 길어져요.',
  ],
  'ft-leaders': [
    'The dead broker led {{leaders}} partitions. For each a new leader is chosen and written to ZooKeeper.',
    '죽은 브로커가 이끌던 파티션은 {{leaders}}개예요. 하나하나 새 리더를 정해 ZooKeeper에 써요.',
  ],
  'ft-push': [
    'LeaderAndIsr and UpdateMetadata go to each broker that lives: {{requests}} requests, UpdateMetadata alone with {{entries}} entries.',
    '살아 있는 브로커마다 LeaderAndIsr와 UpdateMetadata를 보내요. 요청 {{requests}}개이고, UpdateMetadata만 항목 {{entries}}개예요.',
  ],
  oneForAll: [
    'In this source one figure covers loading, new leaders and pushing together.',
    '이 출처에서는 수치 하나가 읽기, 새 리더, 보내기를 모두 포함해요.',
  ],
  zookeeperSteps: ['What the old controller did', '예전 컨트롤러가 한 일'],
  kraftSteps: ['What KRaft does instead', 'KRaft는 대신 이렇게 해요'],
  'ks-1': [
    'The other controllers replicate the metadata log all the time: whoever is elected knows everything already. There is nothing to load.',
    '다른 컨트롤러가 메타데이터 로그를 늘 복제해요. 누가 선출되든 이미 다 알고 있어서 읽을 것이 없어요.',
  ],
  'ks-2': [
    'They notice a silent leader by its missing answers (controller.quorum.fetch.timeout.ms, 2 s), vote, and a majority decides.',
    '응답이 없으면(controller.quorum.fetch.timeout.ms, 2초) 알아채고 투표해서 과반수로 정해요.',
  ],
  'ks-3': [
    'Brokers fetch the log as well: they get the few records that changed, not the state of all partitions.',
    '브로커도 로그를 가져가요. 모든 파티션의 상태가 아니라 바뀐 레코드 몇 개만 받아요.',
  ],
  'ks-4': [
    'With 2,000,000 partitions the same recovery took 37 s instead of 503 s, a controlled shutdown 32 s instead of 135 s.',
    '파티션 200만 개에서 같은 복구가 503초 대신 37초, 정상 종료가 135초 대신 32초 걸렸어요.',
  ],
  measure: ['Measure it here', '여기서 측정하기'],
  measureText: [
    'A kill is a real SIGKILL. The app’s supervisor sees the process end and tells the other brokers at once, so the time to notice is left out. Freezing leaves it in: nobody is told, the silence has to be noticed, as on separate machines.',
    '강제 종료는 진짜 SIGKILL이에요. 앱이 프로세스가 끝난 것을 보고 다른 브로커에 바로 알려서 알아채는 시간이 빠져요. 일시 정지는 아무에게도 알리지 않으므로 서로 다른 장비에서처럼 침묵을 알아채는 시간까지 들어가요.',
  ],
  measureForeign: [
    'The brokers of this cluster are not ours, so nothing is killed from here. When one of them goes, what is seen of it appears below; the metadata is read every 2 s, so times are that coarse.',
    '이 클러스터의 브로커는 Rivulet이 관리하지 않아서 여기서 종료할 수 없어요. 브로커가 사라지면 보이는 만큼 아래에 나타나요. 메타데이터를 2초마다 읽으므로 시간도 그만큼 거칠어요.',
  ],
  killController: ['Kill the controller (broker {{id}})', '컨트롤러(브로커 {{id}}) 강제 종료'],
  freezeController: ['Freeze the controller (broker {{id}})', '컨트롤러(브로커 {{id}}) 일시 정지'],
  killLeader: ['Kill a leader (broker {{id}})', '리더(브로커 {{id}}) 강제 종료'],
  noLeader: [
    'No broker besides the controller leads a partition.',
    '컨트롤러 말고는 파티션을 이끄는 브로커가 없어요.',
  ],
  tooFew: [
    'Without it no majority would be left. Wait until all brokers are up.',
    '이 브로커가 없으면 과반수가 남지 않아요. 모든 브로커가 켜질 때까지 기다리세요.',
  ],
  tooSmall: [
    'With fewer than three brokers nobody can take over: there is no majority without the one that goes. Start a cluster of three to measure.',
    '브로커가 3개보다 적으면 이어받을 수 없어요. 하나가 빠지면 과반수가 남지 않아요. 측정하려면 브로커 3개로 시작하세요.',
  ],
  measured: ['Measured', '측정 결과'],
  measuredEmptyTitle: ['Nothing was measured yet', '아직 측정한 값이 없어요'],
  measuredEmpty: [
    'Kill the active controller: the others elect a new one while you look, and the times appear here. Several of them make a distribution.',
    '활성 컨트롤러를 강제 종료하면 나머지가 새 컨트롤러를 선출하고 걸린 시간이 여기에 나타나요. 여러 번 하면 분포를 볼 수 있어요.',
  ],
  measuredEmptyForeign: [
    'Stop one of its brokers in your own way (kill its process, drain its node), and keep this page open: it measures from the events that it sees.',
    '이 페이지를 열어 둔 채 직접 브로커 하나를 멈춰 보세요(프로세스 종료, 노드 비우기). 보이는 이벤트로 측정해요.',
  ],
  colTime: ['Time', '시각'],
  colWhat: ['What', '일어난 일'],
  colController: ['New controller after', '새 컨트롤러까지'],
  colFirst: ['First new leader after', '첫 새 리더까지'],
  colLast: ['Last new leader after', '마지막 새 리더까지'],
  colLeaders: ['Leaders moved', '옮긴 리더'],
  colBack: ['Back after', '돌아오기까지'],
  'cause-killed': ['Broker {{id}} killed', '브로커 {{id}} 강제 종료'],
  'cause-crashed': ['Broker {{id}} crashed', '브로커 {{id}} 비정상 종료'],
  'cause-frozen': ['Broker {{id}} frozen', '브로커 {{id}} 일시 정지'],
  'cause-vanished': ['Broker {{id}} gone', '브로커 {{id}} 사라짐'],
  wasController: ['controller', '컨트롤러'],
  waiting: ['waiting…', '기다리는 중…'],
  notNeeded: ['it was not', '해당 없음'],
  distribution: ['Distribution', '분포'],
  distributionOf: [
    '{{name}}: {{count}} measured, from {{min}} to {{max}}, median {{median}}',
    '{{name}}: {{count}}번 측정, {{min}} ~ {{max}}, 중앙값 {{median}}',
  ],
  'dist-controller': ['New controller', '새 컨트롤러'],
  'dist-frozen': ['New controller, frozen', '새 컨트롤러, 일시 정지'],
  'dist-leaders': ['Last new leader', '마지막 새 리더'],
  sources: ['Sources of the figures', '수치의 출처'],
  'src-kip500': [
    'Why the metadata moved into Kafka; the steps of the old failover.',
    '메타데이터를 Kafka로 옮긴 이유와 예전 장애 조치 단계예요.',
  ],
  'src-kip537': [
    'Session timeout: 6 s before, 18 s since.',
    '세션 제한 시간: 전에는 6초, 그 뒤로 18초예요.',
  ],
  'src-partitions': [
    'Its example: 2 ms to initialise a partition, 10,000 partitions make 20 s; 5 ms to elect a leader.',
    '예시: 파티션 초기화에 2ms이고 10,000개면 20초, 리더 선출에 5ms예요.',
  ],
  'src-twoMillion': [
    'Measured with 2,000,000 partitions: recovery 503 s with ZooKeeper, 37 s with the quorum controller; controlled shutdown 135 s and 32 s.',
    '파티션 200만 개로 측정: 복구는 ZooKeeper 503초, 쿼럼 컨트롤러 37초. 정상 종료는 135초와 32초예요.',
  ],
  'src-oneMillion': [
    'About 37 s to load 1,000,000 partitions from ZooKeeper, about 40 s more until the brokers have taken them in.',
    '파티션 100만 개를 ZooKeeper에서 읽는 데 약 37초, 브로커가 받아들이는 데 약 40초가 더 걸려요.',
  ],
  inProportion: [
    'The model takes each figure in proportion to the number of partitions; the sources measured one size only.',
    '모델은 수치를 파티션 수에 비례해 계산해요. 출처에서는 한 가지 크기만 측정했어요.',
  ],
} as const;
