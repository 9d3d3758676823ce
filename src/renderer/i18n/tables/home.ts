export const home = {
  titleReady: ['Your cluster is running', '클러스터가 실행 중이에요'],
  titleStarting: ['Your cluster is starting', '클러스터를 시작하고 있어요'],
  titleDegraded: [
    'Your cluster is running, with trouble',
    '클러스터가 실행 중이지만 이상이 있어요',
  ],
  titleStopped: ['Your cluster is stopped', '클러스터가 멈춰 있어요'],
  titleUnreachable: ['Your cluster does not answer', '클러스터가 응답하지 않아요'],
  lead: [
    'Real Kafka brokers on this machine. Any Kafka client connects to them unchanged.',
    '이 컴퓨터에서 도는 진짜 Kafka 브로커예요. 어떤 Kafka 클라이언트든 그대로 연결할 수 있어요.',
  ],
  addressTitle: ['This is its address', '클러스터 주소'],
  addressText: [
    'Paste it into your app as bootstrap.servers.',
    '앱의 bootstrap.servers에 붙여 넣으세요.',
  ],
  copy: ['Copy', '복사'],
  copied: ['Copied', '복사했어요'],
  copyAddress: ['Copy the address', '주소 복사'],

  firstTitle: ['Send a first message', '첫 메시지 보내기'],
  firstText: [
    'It goes to the topic {{topic}}, is copied to the other brokers, and comes back to a consumer on this page.',
    '{{topic}} 토픽으로 보내면 다른 브로커에 복제된 뒤 이 화면의 컨슈머에게 도착해요.',
  ],
  message: ['Message', '메시지'],
  defaultMessage: ['Hello, Rivulet!', '안녕하세요, Rivulet!'],
  send: ['Send message', '메시지 보내기'],
  journey: ['The way of the message', '메시지가 지나온 길'],
  stepProducer: ['Producer', '프로듀서'],
  stepConsumer: ['Consumer', '컨슈머'],
  stepPage: ['this page', '이 화면'],
  acked: ['stored in {{span}}', '{{span}} 만에 저장'],
  arrived: ['arrived after {{span}}', '{{span}} 만에 도착'],
  onTheWay: ['on its way…', '가는 중…'],
  place: ['partition {{partition}}, offset {{offset}}', '파티션 {{partition}}, 오프셋 {{offset}}'],
  arrivedTitle: ['Your message arrived', '메시지가 도착했어요'],
  seeMessages: ['See it among the messages', '메시지 화면에서 보기'],

  connectTitle: ['Connect your app', '앱 연결하기'],
  connectText: [
    'Nothing else to set: no password, no certificate on this machine.',
    '이 컴퓨터에서는 비밀번호도 인증서도 필요 없어요. 주소만 넣으면 돼요.',
  ],
  connectForeign: [
    'The address is all there is to set: this connection needs no password and no certificate.',
    '주소만 넣으면 돼요. 이 연결에는 비밀번호도 인증서도 필요 없어요.',
  ],
  connectSecured: [
    'Besides the address your app has to set what this connection uses: {{needs}}.',
    '주소 말고도 이 연결이 쓰는 설정이 앱에 필요해요: {{needs}}.',
  ],
  readOnly: [
    'This connection is read-only, so nothing can be sent.',
    '이 연결은 읽기 전용이라 보낼 수 없어요.',
  ],
  toSettings: ['Allow changes in Settings', '설정에서 변경 허용하기'],
  leadForeign: [
    'A cluster that runs elsewhere: Rivulet looks at it through the Kafka protocol.',
    '다른 곳에서 실행 중인 클러스터예요. Rivulet이 Kafka 프로토콜로 살펴봐요.',
  ],
  side: ['What the code does', '코드가 하는 일'],
  sideSend: ['Send', '보내기'],
  sideReceive: ['Receive', '받기'],
  copyInstall: ['Copy the installation', '설치 명령 복사'],

  attentionTitle: ['What needs attention', '확인이 필요한 것'],
  attentionNone: ['Nothing: all replicas are in sync.', '없어요. 모든 복제본이 동기화되어 있어요.'],
  look: ['Look at it', '살펴보기'],
  'at-none-up': ['No broker is up', '실행 중인 브로커 없음'],
  'why-none-up': [
    'Nothing can be written or read until one answers again.',
    '브로커가 다시 응답할 때까지 읽고 쓸 수 없어요.',
  ],
  'at-broker-down': ['Broker {{id}} is down', '브로커 {{id}} 중지됨'],
  'why-broker-down': [
    'Its partitions are led by others, with one copy less.',
    '다른 브로커가 파티션을 대신 이끌고, 복제본이 하나 줄었어요.',
  ],
  'at-broker-lost': ['Broker {{id}} does not answer', '브로커 {{id}} 응답 없음'],
  'why-broker-lost': [
    'It takes no requests. What it leads cannot be written or read until others lead it.',
    '요청을 받지 않아요. 이 브로커가 리더인 파티션은 다른 브로커가 맡을 때까지 읽고 쓸 수 없어요.',
  ],
  'at-broker-restarting': [
    'Broker {{id}} is about to be restarted',
    '브로커 {{id}} 재시작 대기 중',
  ],
  'why-broker-restarting': [
    'It ended unexpectedly; the supervisor starts it again after a pause.',
    '예기치 않게 종료되어 잠시 뒤 자동으로 다시 시작해요.',
  ],
  'at-broker-frozen': ['Broker {{id}} is frozen', '브로커 {{id}} 일시 정지됨'],
  'why-broker-frozen': [
    'Its process is there but answers nothing until it goes on.',
    '프로세스는 있지만 다시 진행할 때까지 응답하지 않아요.',
  ],
  'at-broker-fenced': ['Broker {{id}} is fenced', '브로커 {{id}} 제외됨(fenced)'],
  'why-broker-fenced': [
    'The controller gets no heartbeats from it and gives it no partitions to lead.',
    '컨트롤러가 하트비트를 받지 못해 리더를 맡기지 않아요.',
  ],
  'at-no-controller': ['There is no controller', '컨트롤러 없음'],
  'why-no-controller': [
    'Nothing can be created or changed until a majority of the voters is back.',
    '투표자 과반이 돌아올 때까지 아무것도 만들거나 바꿀 수 없어요.',
  ],
  'at-disk-offline': [
    'Broker {{id}} took a log folder offline',
    '브로커 {{id}}의 로그 폴더 오프라인',
  ],
  'why-disk-offline': [
    'It could not be read or written: {{path}}',
    '읽거나 쓸 수 없었어요: {{path}}',
  ],
  'at-disk-filling': [
    'The disk of broker {{id}} has {{percent}} % left',
    '브로커 {{id}}의 디스크가 {{percent}}% 남음',
  ],
  'why-disk-filling': [
    'A full disk stops the broker. Retention decides what is kept in {{path}}',
    '디스크가 가득 차면 브로커가 멈춰요. 보존 설정이 {{path}}에 남는 양을 정해요.',
  ],
  'at-damaged_one': ['{{count}} replica is damaged', '복제본 {{count}}개 손상'],
  'at-damaged_other': ['{{count}} replicas are damaged', '복제본 {{count}}개 손상'],
  'why-damaged': [
    'What is on the disk is not what was written: {{names}}',
    '디스크의 내용이 쓰인 내용과 달라요: {{names}}',
  ],
  'at-offline_one': ['{{count}} partition has no leader', '리더 없는 파티션 {{count}}개'],
  'at-offline_other': ['{{count}} partitions have no leader', '리더 없는 파티션 {{count}}개'],
  'why-offline': [
    'They can neither be written nor read: {{names}}',
    '쓰지도 읽지도 못해요: {{names}}',
  ],
  'at-under-replicated_one': [
    '{{count}} partition has too few replicas in sync',
    '동기화된 복제본이 부족한 파티션 {{count}}개',
  ],
  'at-under-replicated_other': [
    '{{count}} partitions have too few replicas in sync',
    '동기화된 복제본이 부족한 파티션 {{count}}개',
  ],
  'why-under-replicated': [
    'Another failure could cost records: {{names}}',
    '장애가 한 번 더 나면 레코드를 잃을 수 있어요: {{names}}',
  ],
  'at-lag-growing': ['{{groupId}} is falling behind', '{{groupId}} 처리가 밀리는 중'],
  'why-lag-growing': [
    '{{lag}} records are waiting, {{perS}} more each second.',
    '{{lag}}건이 대기 중이고 초당 {{perS}}건씩 늘어나요.',
  ],
  'at-lag-standing': ['{{groupId}} does not go on', '{{groupId}} 처리 멈춤'],
  'why-lag-standing': [
    '{{lag}} records are waiting and none is read.',
    '{{lag}}건이 대기 중인데 읽지 않고 있어요.',
  ],
  'at-nobody-reads': ['{{groupId}} has no members', '{{groupId}}에 멤버 없음'],
  'why-nobody-reads': [
    '{{lag}} records wait for a consumer to come back.',
    '{{lag}}건이 컨슈머가 돌아오기를 기다려요.',
  ],
  'at-idle-members_one': [
    '{{count}} member of {{groupId}} has nothing to read',
    '{{groupId}}의 멤버 {{count}}개가 유휴 상태',
  ],
  'at-idle-members_other': [
    '{{count}} members of {{groupId}} have nothing to read',
    '{{groupId}}의 멤버 {{count}}개가 유휴 상태',
  ],
  'why-idle-members': [
    'Each partition is read by one member only.',
    '파티션 하나는 멤버 하나만 읽어요.',
  ],
  'at-hot-partition': [
    'Partition {{partition}} of {{topic}} takes {{percent}} % of the records',
    '{{topic}} 파티션 {{partition}}에 레코드의 {{percent}}% 집중',
  ],
  'why-hot-partition': [
    'One key, or too few of them: {{count}} partitions share the rest.',
    '키가 하나이거나 너무 적어요. 파티션은 모두 {{count}}개예요.',
  ],

  nowTitle: ['What goes on now', '지금 상황'],
  written: ['Records written', '쓰는 레코드'],
  read: ['Records read', '읽는 레코드'],
  groupsMembers: ['Groups / members', '그룹 / 멤버'],
  topicsPartitions: ['Topics / partitions', '토픽 / 파티션'],
  connections: ['Connections', '연결'],
  spark: ['Records written a second, last two minutes', '최근 2분 동안 초당 쓴 레코드'],
  allEvents: ['All events', '모든 이벤트'],
  copySnippet: ['Copy the code', '코드 복사'],

  nextTitle: ['Then', '다음에는'],
  nextShop: ['Run the shop', '쇼핑몰 실행하기'],
  nextShopText: [
    'Six services, real orders. Take the payment down and see the orders wait.',
    '서비스 여섯 개와 실제 주문. 결제를 내리면 주문이 쌓여요.',
  ],
  nextKill: ['Kill a broker', '브로커 강제 종료하기'],
  nextKillText: [
    'Watch how another one takes over, and how it comes back.',
    '다른 브로커가 어떻게 넘겨받고, 어떻게 돌아오는지 보세요.',
  ],
  nextGroups: ['Replay a group', '그룹 다시 읽기'],
  nextGroupsText: [
    'Set its offsets back ten minutes and see what it reads again.',
    '오프셋을 10분 전으로 되돌리고 무엇을 다시 읽는지 보세요.',
  ],
  nextTerminal: ['Open a terminal', '터미널 열기'],
  nextTerminalText: [
    'Kafka’s own commands, already pointed at this cluster.',
    'Kafka 명령어가 이미 이 클러스터에 연결되어 있어요.',
  ],
  nextDoctor: ['App does not connect?', '앱이 연결되지 않나요?'],
  nextDoctorText: [
    'Paste its error or its settings and see which line is wrong.',
    '오류나 설정을 붙여 넣으면 잘못된 줄을 알려 줘요.',
  ],
  nextTopics: ['Create a topic', '토픽 만들기'],
  nextTopicsText: [
    'With the partitions, replicas and settings that your app needs.',
    '앱에 필요한 파티션, 복제본, 설정으로 만들어요.',
  ],
} as const;
