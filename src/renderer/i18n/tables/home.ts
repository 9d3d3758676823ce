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
  nextTopics: ['Create a topic', '토픽 만들기'],
  nextTopicsText: [
    'With the partitions, replicas and settings that your app needs.',
    '앱에 필요한 파티션, 복제본, 설정으로 만들어요.',
  ],
} as const;
