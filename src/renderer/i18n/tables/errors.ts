import type { ErrorCode } from '../../../main/contract/index.ts';

/** One entry per error code of the contract: what happened | why | what you can do. */
export const errors = {
  'invalid-params': [
    'The request was not understood.|{{issues}}|Correct the value and try again.',
    '요청을 이해하지 못했어요.|{{issues}}|값을 고친 뒤 다시 시도하세요.',
  ],
  'unknown-method': [
    'This part of Rivulet does not know “{{method}}”.|The page and the app are of different versions.|Reload the page.',
    'Rivulet이 “{{method}}” 기능을 몰라요.|페이지와 앱의 버전이 서로 달라요.|페이지를 새로 고치세요.',
  ],
  'cluster-unreachable': [
    'The cluster does not answer.|No broker at {{bootstrap}} took the connection.|Start a broker in the Cluster view.',
    '클러스터가 응답하지 않아요.|{{bootstrap}}에서 연결을 받는 브로커가 없어요.|클러스터 화면에서 브로커를 시작하세요.',
  ],
  'timed-out': [
    'It took too long.|No answer came within {{timeoutMs}} ms ({{action}}).|See in the Cluster view whether all brokers are running, then try again.',
    '시간이 너무 오래 걸려요.|{{timeoutMs}}밀리초 안에 응답이 없었어요({{action}}).|클러스터 화면에서 브로커 상태를 확인한 뒤 다시 시도하세요.',
  ],
  kafka: [
    'The cluster refused.|Kafka’s error {{number}}: {{name}}.|{{message}}',
    '클러스터가 거절했어요.|Kafka 오류 {{number}}: {{name}}.|{{message}}',
  ],
  'topic-not-found': [
    'There is no topic “{{topic}}”.|It was deleted, or never created.|Choose another topic or create this one.',
    '“{{topic}}” 토픽이 없어요.|삭제되었거나 만들어진 적이 없어요.|다른 토픽을 고르거나 새로 만드세요.',
  ],
  'line-invalid': [
    'The line is no message.|{{reason}}|Correct the line, or choose how lines are to be read.',
    '메시지로 읽을 수 없는 줄이에요.|{{reason}}|줄을 고치거나 줄을 읽는 방식을 바꾸세요.',
  ],
  'template-invalid': [
    'The template cannot be filled in.|{{placeholder}}: {{reason}}.|Correct the placeholder; the list of placeholders shows what there is.',
    '템플릿을 채울 수 없어요.|{{placeholder}}: {{reason}}.|자리표시자를 고치세요. 쓸 수 있는 것은 자리표시자 목록에 있어요.',
  ],
  'origin-unknown': [
    'Nobody knows where the message came from.|None of its headers names a topic it was in before.|Choose the topic to send it to.',
    '메시지가 어디에서 왔는지 알 수 없어요.|원래 토픽을 알려 주는 헤더가 없어요.|보낼 토픽을 직접 고르세요.',
  ],
  'topic-exists': [
    'The topic “{{topic}}” exists already.|Names are unique in a cluster.|Choose another name.',
    '“{{topic}}” 토픽이 이미 있어요.|이름은 클러스터에서 하나뿐이어야 해요.|다른 이름을 고르세요.',
  ],
  'topic-name-invalid': [
    '“{{topic}}” cannot be a topic’s name.|Names have up to 249 letters a-z, digits, dots, hyphens and underscores.|Change the name.',
    '“{{topic}}”은(는) 토픽 이름으로 쓸 수 없어요.|이름에는 영문자, 숫자, 점, 하이픈, 밑줄만 249자까지 쓸 수 있어요.|이름을 바꾸세요.',
  ],
  'partition-not-found': [
    'There is no partition {{partition}} of “{{topic}}”.|The topic has fewer partitions.|Choose one that is there.',
    '“{{topic}}”에 파티션 {{partition}}이(가) 없어요.|토픽의 파티션 수가 더 적어요.|있는 파티션을 고르세요.',
  ],
  'partitions-invalid': [
    '{{partitionCount}} partitions are not possible for “{{topic}}”.|A topic has at least one, and their number only grows.|Choose a larger number.',
    '“{{topic}}”의 파티션을 {{partitionCount}}개로 할 수 없어요.|파티션은 하나 이상이어야 하고 늘리기만 할 수 있어요.|더 큰 수를 고르세요.',
  ],
  'replication-factor-invalid': [
    'A replication factor of {{replicationFactor}} is not possible now.|There are fewer brokers running.|Start the stopped brokers, or choose a smaller number.',
    '지금은 복제 계수를 {{replicationFactor}}(으)로 할 수 없어요.|실행 중인 브로커가 더 적어요.|멈춘 브로커를 시작하거나 더 작은 수를 고르세요.',
  ],
  'config-invalid': [
    'A setting was refused.|{{detail}}|Correct the value.',
    '설정이 거절되었어요.|{{detail}}|값을 고치세요.',
  ],
  'offset-out-of-range': [
    'Partition {{partition}} of “{{topic}}” does not hold this offset.|It is older than what is kept, or not written yet.|Read from the beginning or the end.',
    '“{{topic}}”의 파티션 {{partition}}에 이 오프셋이 없어요.|보존 기간이 지나 지워졌거나 아직 쓰이지 않았어요.|처음이나 끝에서부터 읽으세요.',
  ],
  'record-too-large': [
    'The message is too large for “{{topic}}”.|The topic’s max.message.bytes is smaller.|Send less, or raise the setting of the topic.',
    '“{{topic}}”에 보내기에는 메시지가 너무 커요.|토픽의 max.message.bytes보다 커요.|크기를 줄이거나 토픽 설정을 늘리세요.',
  ],
  'not-enough-replicas': [
    '“{{topic}}” did not take the message.|Fewer replicas are in sync than its min.insync.replicas asks for.|Start the stopped brokers.',
    '“{{topic}}”이(가) 메시지를 받지 않았어요.|동기화된 복제본이 min.insync.replicas보다 적어요.|멈춘 브로커를 시작하세요.',
  ],
  'group-not-found': [
    'There is no group “{{groupId}}”.|It was deleted, or its offsets expired.|Go back to the list of groups.',
    '“{{groupId}}” 그룹이 없어요.|삭제되었거나 오프셋이 만료되었어요.|그룹 목록으로 돌아가세요.',
  ],
  'group-not-empty': [
    'The group “{{groupId}}” is in use.|It has members, and they would go on from their own positions.|Stop its consumers first.',
    '“{{groupId}}” 그룹이 사용 중이에요.|멤버가 남아 있어 자기 위치에서 계속 읽어요.|먼저 컨슈머를 멈추세요.',
  ],
  'broker-not-found': [
    'There is no broker {{brokerId}}.|The cluster does not have this number.|Choose one of the brokers shown.',
    '브로커 {{brokerId}}이(가) 없어요.|클러스터에 이 번호가 없어요.|보이는 브로커 중에서 고르세요.',
  ],
  'broker-wrong-phase': [
    'Broker {{brokerId}} cannot do that now.|It is in the state “{{phase}}”.|Wait a moment and try again.',
    '지금은 브로커 {{brokerId}}에 이 작업을 할 수 없어요.|현재 상태가 “{{phase}}”이에요.|잠시 뒤 다시 시도하세요.',
  ],
  'broker-is-voter': [
    'Broker {{brokerId}} cannot be removed.|It is a voter of the metadata quorum, whose members are fixed when the cluster is made.|Stop it instead, or remove a broker that was added later.',
    '브로커 {{brokerId}}은(는) 제거할 수 없어요.|클러스터를 만들 때 정해진 메타데이터 쿼럼의 투표자예요.|대신 중지하거나, 나중에 추가한 브로커를 제거하세요.',
  ],
  'broker-holds-replicas': [
    'Broker {{brokerId}} still holds {{replicaCount}} replicas.|Removing it now would leave those partitions with a replica less.|Move its replicas to other brokers first.',
    '브로커 {{brokerId}}에 아직 복제본 {{replicaCount}}개가 있어요.|지금 제거하면 그 파티션들의 복제본이 하나씩 모자라게 돼요.|먼저 복제본을 다른 브로커로 옮기세요.',
  ],
  'broker-failed': [
    'Broker {{brokerId}} did not come up.|{{reason}}|Mend the cause and start it again.',
    '브로커 {{brokerId}}이(가) 시작되지 않았어요.|{{reason}}|원인을 해결한 뒤 다시 시작하세요.',
  ],
  'terminal-not-found': [
    'This terminal is closed.|Its shell has ended, or the app was started anew.|Open a new terminal.',
    '이 터미널은 닫혔어요.|셸이 끝났거나 앱이 다시 시작됐어요.|새 터미널을 여세요.',
  ],
  'too-many-terminals': [
    'There are {{max}} terminals already.|More are not kept open at once.|Close one, then open another.',
    '터미널이 이미 {{max}}개 열려 있어요.|한꺼번에 더 열어 두지 않아요.|하나를 닫은 뒤 다시 여세요.',
  ],
  'not-local-cluster': [
    'This is not possible here.|The brokers of this cluster are not processes of Rivulet.|Use the tools of the cluster’s owner.',
    '여기서는 할 수 없는 작업이에요.|이 클러스터의 브로커는 Rivulet이 실행한 프로세스가 아니에요.|클러스터를 운영하는 쪽의 도구를 쓰세요.',
  ],
  'not-supported-here': [
    'This is not possible on {{platform}}.|The system offers no way to do it.|Stop or kill the broker instead.',
    '{{platform}}에서는 할 수 없는 작업이에요.|운영 체제가 지원하지 않아요.|대신 브로커를 중지하거나 강제 종료하세요.',
  ],
  'port-taken': [
    'Port {{port}} is taken.|Another program listens on it.|End that program, or start Rivulet with another port.',
    '{{port}}번 포트가 이미 쓰이고 있어요.|다른 프로그램이 이 포트를 열었어요.|그 프로그램을 끝내거나 다른 포트로 시작하세요.',
  ],
  'data-dir-in-use': [
    'The data folder is in use.|Another Rivulet (pid {{pid}}) works in {{dir}}.|Close that one, or choose another folder.',
    '데이터 폴더가 사용 중이에요.|다른 Rivulet(pid {{pid}})이 {{dir}}을(를) 쓰고 있어요.|그것을 끝내거나 다른 폴더를 고르세요.',
  ],
  'data-dir-unreadable': [
    'The data folder cannot be used.|{{dir}}: {{detail}}|Check the folder’s permissions, or choose another one.',
    '데이터 폴더를 쓸 수 없어요.|{{dir}}: {{detail}}|폴더 권한을 확인하거나 다른 폴더를 고르세요.',
  ],
  'data-dir-other-version': [
    'The data folder is of another version.|{{dir}} was written by {{found}}; this Rivulet knows {{known}}.|Use the newer Rivulet, or another folder.',
    '데이터 폴더의 버전이 달라요.|{{dir}}은(는) {{found}}에서 쓰였고, 이 Rivulet은 {{known}}까지 알아요.|더 새로운 Rivulet이나 다른 폴더를 쓰세요.',
  ],
  'data-dir-brokers-differ': [
    'The data folder has {{found}} brokers.|{{asked}} were asked for in {{dir}}.|Start without a number, or choose another folder.',
    '데이터 폴더의 브로커는 {{found}}개예요.|{{dir}}에서 {{asked}}개를 요청했어요.|개수를 빼고 시작하거나 다른 폴더를 고르세요.',
  ],
  'not-running': [
    'No Rivulet is running.|Nobody works in {{dir}}.|Start it first.',
    '실행 중인 Rivulet이 없어요.|{{dir}}을(를) 쓰는 곳이 없어요.|먼저 시작하세요.',
  ],
  'scenario-not-found': [
    'There is no scenario “{{name}}”.|Its file is gone or has another name.|Go back to the list of scenarios.',
    '“{{name}}” 시나리오가 없어요.|파일이 없거나 이름이 달라요.|시나리오 목록으로 돌아가세요.',
  ],
  'scenario-invalid': [
    'The scenario file has a mistake.|{{file}}, line {{line}}, column {{column}}{{inPath}}: expected {{expected}}, found {{found}}.|Correct the file and try again.',
    '시나리오 파일에 잘못된 곳이 있어요.|{{file}} {{line}}행 {{column}}열{{inPath}}: {{expected}}이(가) 와야 하는데 {{found}}이(가) 있어요.|파일을 고친 뒤 다시 시도하세요.',
  ],
  'scenario-already-running': [
    'The scenario “{{name}}” is running.|Only one runs at a time.|Stop it first.',
    '“{{name}}” 시나리오가 실행 중이에요.|한 번에 하나만 실행할 수 있어요.|먼저 멈추세요.',
  ],
  'scenario-not-running': [
    'No scenario is running.|It has ended.|Run it again.',
    '실행 중인 시나리오가 없어요.|이미 끝났어요.|다시 실행하세요.',
  ],
  'scenario-needs-trust': [
    'The code of “{{name}}” has not been confirmed.|It has functions, addresses or files that came from elsewhere.|Look at its code, then run it if you trust it.',
    '“{{name}}” 시나리오의 코드를 아직 확인하지 않았어요.|다른 곳에서 온 함수나 주소, 파일이 들어 있어요.|코드를 살펴보고 믿을 수 있으면 실행하세요.',
  ],
  'run-not-found': [
    'There is no run “{{runId}}”.|Only the latest runs are kept.|Choose one from the list.',
    '“{{runId}}” 실행 기록이 없어요.|최근 실행만 보관해요.|목록에서 다시 고르세요.',
  ],
  'service-not-found': [
    'There is no service “{{service}}”.|The scenario has none of this name.|Choose one that is shown.',
    '“{{service}}” 서비스가 없어요.|시나리오에 이 이름의 서비스가 없어요.|보이는 서비스 중에서 고르세요.',
  ],
  'task-not-found': [
    'This task is not there any more.|It ended and was put away.|Start it again where it was started.',
    '이 작업이 더 이상 없어요.|이미 끝나서 정리되었어요.|시작했던 화면에서 다시 시작하세요.',
  ],
  'cluster-not-found': [
    'This cluster is not in the list any more.|It was deleted, perhaps in another window.|Choose another one.',
    '이 클러스터가 목록에 더 이상 없어요.|다른 창에서 삭제되었을 수 있어요.|다른 클러스터를 고르세요.',
  ],
  'cluster-busy': [
    '“{{name}}” is busy.|Something else is being done to it ({{action}}).|Wait for the end of that, or cancel it.',
    '“{{name}}” 클러스터가 다른 작업 중이에요.|진행 중인 작업: {{action}}|끝날 때까지 기다리거나 취소하세요.',
  ],
  'lan-address-unknown': [
    'This computer does not have the address {{address}}.|It may be in another network now.|Choose one of its present addresses.',
    '이 컴퓨터에 {{address}} 주소가 없어요.|다른 네트워크로 옮겼을 수 있어요.|지금 있는 주소 중에서 고르세요.',
  ],
  'lan-off': [
    'LAN access is off.|It was turned off meanwhile, perhaps in another window.|Turn it on first.',
    'LAN 접속이 꺼져 있어요.|다른 창에서 껐을 수 있어요.|먼저 켜세요.',
  ],
  'lan-user-last': [
    '“{{user}}” stays.|Nobody else could log in any more.|Add another user first, or turn LAN access off.',
    '“{{user}}” 사용자는 삭제할 수 없어요.|로그인할 수 있는 사용자가 없어져요.|다른 사용자를 먼저 추가하거나 LAN 접속을 끄세요.',
  ],
  'cluster-is-default': [
    'This cluster cannot be deleted.|Rivulet was started with its folder.|Reset everything empties it.',
    '이 클러스터는 삭제할 수 없어요.|Rivulet이 이 폴더로 시작되었어요.|전체 초기화로 비울 수 있어요.',
  ],
  'cluster-read-only': [
    '“{{name}}” is only looked at.|The connection is saved as read-only, so {{method}} is refused.|Settings, Clusters: switch read-only off.',
    '“{{name}}”은(는) 읽기 전용이에요.|연결이 읽기 전용으로 저장되어 {{method}}을(를) 거절했어요.|설정의 클러스터에서 읽기 전용을 끄세요.',
  ],
  'cluster-spread': [
    'This cluster cannot be copied as a whole.|A broker keeps records in {{dir}}, outside of the cluster’s folder.|Copy that folder by hand, or take log.dirs out of its properties.',
    '이 클러스터는 통째로 복사할 수 없어요.|브로커가 클러스터 폴더 밖의 {{dir}}에 레코드를 두고 있어요.|그 폴더를 직접 복사하거나 설정에서 log.dirs를 빼세요.',
  ],
  'disk-too-small': [
    'There is not enough space on the disk.|{{neededBytes}} bytes are needed, {{freeBytes}} are free in {{dir}}.|Make room and try again.',
    '디스크 공간이 부족해요.|{{neededBytes}}바이트가 필요한데 {{dir}}에 {{freeBytes}}바이트만 남았어요.|공간을 비우고 다시 시도하세요.',
  ],
  'archive-invalid': [
    'This file is no exported cluster.|{{file}}: {{detail}}|Choose a file that Rivulet exported (.rivulet.tgz).',
    '내보낸 클러스터 파일이 아니에요.|{{file}}: {{detail}}|Rivulet이 내보낸 파일(.rivulet.tgz)을 고르세요.',
  ],
  'file-exists': [
    'There is such a file already.|{{file}} would be overwritten.|Choose another name.',
    '같은 이름의 파일이 이미 있어요.|{{file}}을(를) 덮어쓰게 돼요.|다른 이름을 고르세요.',
  ],
  'file-not-absolute': [
    'The path must be whole.|{{file}} does not say in which folder.|Write it from the root of the disk.',
    '전체 경로가 필요해요.|{{file}}만으로는 어느 폴더인지 알 수 없어요.|디스크의 루트부터 적으세요.',
  ],
  'connection-dns': [
    'Nobody knows this host name.|{{address}}: {{detail}}|Check the spelling; names inside Docker or a VPN are known only there.',
    '호스트 이름을 찾을 수 없어요.|{{address}}: {{detail}}|철자를 확인하세요. Docker나 VPN 안의 이름은 그 안에서만 통해요.',
  ],
  'connection-refused': [
    'Nobody listens there.|{{address}}: {{detail}}|Check the port, and that the broker runs and listens on this address.',
    '그 주소에서 듣고 있는 프로그램이 없어요.|{{address}}: {{detail}}|포트와 브로커 실행 여부, 브로커가 여는 주소를 확인하세요.',
  ],
  'connection-timeout': [
    'No answer came.|{{address}}: {{detail}}|A firewall or a missing VPN drops packets like this; check both.',
    '응답이 없어요.|{{address}}: {{detail}}|방화벽이나 꺼진 VPN이 패킷을 버릴 때 이렇게 돼요. 둘 다 확인하세요.',
  ],
  'connection-tls': [
    'The TLS handshake failed.|{{address}}: {{detail}}|Give the CA certificate that signed the broker’s, or check that this port speaks TLS.',
    'TLS 연결에 실패했어요.|{{address}}: {{detail}}|브로커 인증서를 서명한 CA 인증서를 넣거나, 이 포트가 TLS인지 확인하세요.',
  ],
  'connection-login': [
    'The login was refused.|{{address}}: {{detail}}|Check mechanism, user name and password.',
    '로그인이 거절되었어요.|{{address}}: {{detail}}|방식, 사용자 이름, 비밀번호를 확인하세요.',
  ],
  'connection-protocol': [
    'Something listens there, but does not speak as asked.|{{address}}: {{detail}}|Check that the port is Kafka’s, and whether it wants TLS or a login.',
    '주소는 열려 있지만 약속한 방식으로 응답하지 않아요.|{{address}}: {{detail}}|Kafka 포트가 맞는지, TLS나 로그인이 필요한지 확인하세요.',
  ],
  'connection-advertised': [
    'The cluster answers, but names an address that cannot be reached.|It advertises {{advertised}}: {{detail}}|Set advertised.listeners of the brokers to an address that this computer can reach.',
    '클러스터는 응답하지만, 알려 준 주소에 연결할 수 없어요.|알려 준 주소 {{advertised}}: {{detail}}|브로커의 advertised.listeners를 이 컴퓨터에서 닿는 주소로 바꾸세요.',
  ],
  'query-invalid': [
    'The query cannot be read.|{{detail}}|Check its brackets and quotes, or search for plain text.',
    '검색식을 읽을 수 없어요.|{{detail}}|괄호와 따옴표를 확인하거나 일반 글자로 검색해 보세요.',
  ],
  'schema-invalid': [
    '{{name}} is no schema that can be read.|{{detail}}|Avro (.avsc), Protobuf (.proto, .desc) and JSON Schema (.json) files are understood.',
    '{{name}} 파일을 스키마로 읽을 수 없어요.|{{detail}}|Avro(.avsc), Protobuf(.proto, .desc), JSON Schema(.json) 파일을 쓸 수 있어요.',
  ],
  'stream-not-found': [
    'The live view ended.|The app no longer knows it.|Reload the page.',
    '실시간 보기가 끝났어요.|앱이 이 스트림을 더 이상 알지 못해요.|페이지를 새로 고치세요.',
  ],
  'connection-closed': [
    'The connection to Rivulet was lost.|The app was closed or is restarting.|It is tried again by itself.',
    'Rivulet과 연결이 끊겼어요.|앱이 종료되었거나 다시 시작하는 중이에요.|자동으로 다시 연결해요.',
  ],
  internal: [
    'Something went wrong inside Rivulet.|{{detail}}|Try again; if it comes back, report it with these words.',
    'Rivulet 안에서 문제가 생겼어요.|{{detail}}|다시 시도하고, 반복되면 이 내용을 알려 주세요.',
  ],
} as const satisfies { readonly [Code in ErrorCode]: readonly [en: string, ko: string] };
