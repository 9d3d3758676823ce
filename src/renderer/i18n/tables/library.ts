/** Where the scenarios of the library stand: `category-NAME` is the heading, `about-NAME` its line. */
export const library = {
  'category-business': ['Businesses', '업무'],
  'about-business': [
    'Whole flows as companies run them, from the first event to the last.',
    '회사에서 실제로 돌아가는 흐름을 첫 이벤트부터 마지막 이벤트까지 보여 줘요.',
  ],
  'category-data-mesh': ['Data mesh', '데이터 메시'],
  'about-data-mesh': [
    'Domains own their data and publish it as products with a contract.',
    '도메인이 자기 데이터를 책임지고, 계약이 있는 제품으로 내놓아요.',
  ],
  'category-hub': ['Before and after the hub', '허브 이전과 이후'],
  'about-hub': [
    'What changes when services stop calling each other.',
    '서비스가 서로를 호출하지 않으면 무엇이 달라지는지 보여 줘요.',
  ],
  'category-data': ['Events and data', '이벤트와 데이터'],
  'about-data': [
    'The log as source of truth, of read models, of pipelines and of windows.',
    '로그에서 상태와 읽기 모델, 파이프라인과 윈도를 만들어요.',
  ],
  'category-messaging': ['Messaging patterns', '메시징 패턴'],
  'about-messaging': [
    'What to do when a step fails, when an answer is needed, when there are many readers.',
    '단계가 실패할 때, 답이 필요할 때, 읽는 쪽이 여럿일 때 쓰는 방법이에요.',
  ],
  'category-other': ['Others', '그 밖의 시나리오'],
  'about-other': [
    'Scenarios of the library without a category.',
    '분류가 없는 라이브러리 시나리오예요.',
  ],
} as const;
