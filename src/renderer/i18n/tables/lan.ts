export const lan = {
  title: ['LAN access', 'LAN 접속'],
  cluster: ['Cluster', '클러스터'],
  noLocal: [
    'LAN access is for clusters that Rivulet runs itself. There is none here.',
    'LAN 접속은 Rivulet이 직접 실행하는 클러스터에서만 쓸 수 있어요. 여기에는 그런 클러스터가 없어요.',
  ],
  off: ['Off', '꺼짐'],
  on: ['On', '켜짐'],
  offText: [
    'Only programs on this computer reach {{name}}, at {{address}}, without a password.',
    '이 컴퓨터의 프로그램만 {{address}}(으)로 {{name}}에 비밀번호 없이 접속할 수 있어요.',
  ],
  onText: [
    'Programs on other computers reach {{name}} after a login. Those on this computer go on at {{address}} without one.',
    '다른 컴퓨터의 프로그램은 로그인한 뒤 {{name}}에 접속할 수 있어요. 이 컴퓨터의 프로그램은 지금처럼 로그인 없이 {{address}}(으)로 접속해요.',
  ],
  meansTitle: ['What turning it on means', '켜면 달라지는 점'],
  meansPower: [
    'Whoever has a user name and its password can do everything: read and write every topic, change settings, delete.',
    '사용자 이름과 비밀번호를 아는 사람은 무엇이든 할 수 있어요. 모든 토픽을 읽고 쓰고, 설정을 바꾸고, 삭제할 수도 있어요.',
  ],
  meansLogin: [
    'Others on the network without them get no further than the login. The password itself is never sent (SCRAM).',
    '모르는 사람은 같은 네트워크에 있어도 로그인에서 막혀요. 비밀번호 자체는 네트워크로 보내지 않아요(SCRAM).',
  ],
  meansPlain: [
    'The messages are not encrypted on their way. Use it in a network that you trust, not in a café.',
    '메시지는 암호화되지 않은 채 오가요. 카페 같은 곳 말고, 믿을 수 있는 네트워크에서만 쓰세요.',
  ],
  meansRestart: [
    'The brokers restart one after the other and open a second port each. The firewall of this computer may ask about it.',
    '브로커가 하나씩 다시 시작하면서 포트를 하나씩 더 열어요. 이 컴퓨터의 방화벽이 허용할지 물어볼 수 있어요.',
  ],
  address: ['Address for others', '알려 줄 주소'],
  addressHint: [
    'How other computers find this one. Brokers tell it to their clients.',
    '다른 컴퓨터가 이 컴퓨터를 찾는 주소예요. 브로커가 클라이언트에 이 주소를 알려 줘요.',
  ],
  addressNone: [
    'This computer has no address in a network now. Connect it first.',
    '이 컴퓨터가 지금 네트워크에 연결되어 있지 않아요. 먼저 연결하세요.',
  ],
  addressGone: [
    'This computer no longer has the address {{address}}, perhaps because it is in another network now. Others cannot reach the cluster until you choose another one.',
    '이 컴퓨터에 {{address}} 주소가 더 이상 없어요. 다른 네트워크로 옮겼을 수 있어요. 다른 주소를 고르기 전에는 다른 컴퓨터에서 접속할 수 없어요.',
  ],
  port: ['First port', '첫 포트'],
  portHint: ['Each further broker takes the next one.', '브로커마다 그다음 포트를 차례로 써요.'],
  portForm: ['A port is a number from 1024 to 65500.', '포트는 1024~65500 사이의 숫자예요.'],
  user: ['User name', '사용자 이름'],
  userHint: ['Rivulet makes a strong password for it.', 'Rivulet이 강력한 비밀번호를 만들어 줘요.'],
  userForm: [
    'Up to 40 letters, digits, dots, dashes or underscores.',
    '영문자, 숫자, 점, 하이픈, 밑줄을 40자까지 쓸 수 있어요.',
  ],
  userTaken: ['There is this user already.', '이미 있는 사용자예요.'],
  turnOn: ['Turn on LAN access', 'LAN 접속 켜기'],
  turnOnTitle: [
    'Let other computers reach {{name}}?',
    '다른 컴퓨터에서 {{name}}에 접속하게 할까요?',
  ],
  turnOnText: [
    'They reach it at {{address}} from port {{port}} on, as {{user}} with a password that is shown once.',
    '{{address}}의 {{port}}번 포트부터 열고, {{user}} 사용자의 비밀번호를 한 번 보여 줘요.',
  ],
  restartText: [
    'The brokers restart one after the other, each in a few seconds and once the one before has caught up. Applications go on with the others and reconnect by themselves.',
    '브로커가 하나씩, 몇 초 만에 다시 시작해요. 앞의 브로커가 다 따라잡은 다음에 넘어가요. 그동안 애플리케이션은 다른 브로커로 계속 작업하고 스스로 다시 연결해요.',
  ],
  restartOneText: [
    'The broker restarts, which takes a few seconds. Applications wait that long and reconnect by themselves.',
    '브로커가 몇 초 동안 다시 시작해요. 애플리케이션은 그동안 기다렸다가 스스로 다시 연결해요.',
  ],
  stoppedText: [
    'The cluster is stopped; it takes effect when it starts.',
    '클러스터가 멈춰 있어서 시작할 때 적용돼요.',
  ],
  turnOff: ['Turn off LAN access', 'LAN 접속 끄기'],
  turnOffTitle: [
    'Shut other computers out of {{name}}?',
    '다른 컴퓨터가 {{name}}에 접속하지 못하게 할까요?',
  ],
  turnOffHint: [
    'Other computers are disconnected, and the users are forgotten.',
    '다른 컴퓨터의 연결이 끊기고 사용자가 모두 지워져요.',
  ],
  turnOffText: [
    'Applications on other computers lose their connection, and these users go with their passwords: {{users}}.',
    '다른 컴퓨터의 애플리케이션은 연결이 끊기고, 다음 사용자와 비밀번호가 사라져요: {{users}}.',
  ],
  isOn: ['LAN access is on.', 'LAN 접속을 켰어요.'],
  isOff: ['LAN access is off.', 'LAN 접속을 껐어요.'],
  isMoved: ['Others reach it at {{address}} now.', '이제 {{address}}(으)로 접속할 수 있어요.'],
  bootstrap: [
    'Give this to others (bootstrap.servers)',
    '다른 사람에게 알려 줄 주소 (bootstrap.servers)',
  ],
  copyBootstrap: ['Copy the address for others', '알려 줄 주소 복사'],
  passwordTitle: ['Password of {{user}}', '{{user}}의 비밀번호'],
  passwordText: [
    'It is shown this once. Rivulet keeps only what it needs to check it; a new one can be made at any time.',
    '지금 한 번만 보여 줘요. Rivulet은 확인에 필요한 값만 보관해요. 새 비밀번호는 언제든 만들 수 있어요.',
  ],
  copyPassword: ['Copy the password', '비밀번호 복사'],
  passwordDone: ['I have saved it', '저장했어요'],
  client: ['Settings for their client', '클라이언트 설정'],
  clientText: [
    'For an application on another computer.',
    '다른 컴퓨터의 애플리케이션에 넣을 설정이에요.',
  ],
  clientPassword: [
    'Put the password where <password> stands.',
    '<password> 자리에 비밀번호를 넣으세요.',
  ],
  copySettings: ['Copy these settings', '이 설정 복사'],
  users: ['Users', '사용자'],
  usersHint: [
    'Changes take effect at once, without a restart.',
    '바꾸면 다시 시작하지 않아도 바로 적용돼요.',
  ],
  newPassword: ['New password', '새 비밀번호'],
  newPasswordOf: ['New password for {{user}}', '{{user}}의 새 비밀번호'],
  newPasswordTitle: ['Give {{user}} a new password?', '{{user}}의 비밀번호를 새로 만들까요?'],
  newPasswordText: [
    'The one before no longer works, and who is connected as {{user}} is disconnected.',
    '이전 비밀번호는 더 이상 쓸 수 없고, {{user}}(으)로 연결된 프로그램은 연결이 끊겨요.',
  ],
  remove: ['Remove', '삭제'],
  removeUser: ['Remove {{user}}', '{{user}} 삭제'],
  removeTitle: ['Remove {{user}}?', '{{user}} 사용자를 삭제할까요?'],
  removeText: [
    'Who is connected as {{user}} is disconnected and cannot log in again.',
    '{{user}}(으)로 연결된 프로그램은 연결이 끊기고 다시 로그인할 수 없어요.',
  ],
  addUser: ['Add user', '사용자 추가'],
  move: ['Move', '옮기기'],
  moveTitle: ['Move LAN access?', 'LAN 접속 주소를 바꿀까요?'],
  moveText: [
    'Others reach {{name}} at {{address}} from port {{port}} on; what they use now no longer works.',
    '이제 {{address}}의 {{port}}번 포트부터 {{name}}에 접속할 수 있어요. 지금 쓰는 주소는 더 이상 통하지 않아요.',
  ],
} as const;
