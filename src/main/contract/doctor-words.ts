/**
 * What each rule of the doctor says: what is wrong, and behind the bar what to do. Here, as the
 * command line says it as well as the view.
 */
export const doctorWords = {
  // The addresses.
  'bootstrap-missing': [
    'There is no bootstrap.servers: the client does not know where to begin.|Add bootstrap.servers={{address}}.',
    'bootstrap.servers가 없어서 클라이언트가 어디에 접속할지 몰라요.|bootstrap.servers={{address}}을(를) 추가하세요.',
  ],
  'bootstrap-scheme': [
    '{{value}} is written as a URL; bootstrap.servers takes host:port alone.|Write {{fixed}}.',
    '{{value}}은(는) URL 형식이에요. bootstrap.servers에는 host:port만 써요.|{{fixed}}(으)로 쓰세요.',
  ],
  'bootstrap-separator': [
    'The addresses are not separated by commas.|Write {{fixed}}.',
    '주소를 쉼표로 나누지 않았어요.|{{fixed}}(으)로 쓰세요.',
  ],
  'bootstrap-port-missing': [
    '{{value}} has no port.|Write {{fixed}}; 9092 is Kafka’s usual one.',
    '{{value}}에 포트가 없어요.|{{fixed}}(으)로 쓰세요. Kafka는 보통 9092번을 써요.',
  ],
  'bootstrap-port-wrong': [
    '{{value}}: a port is a number from 1 to 65535.|Write the port of the broker, usually 9092.',
    '{{value}}: 포트는 1에서 65535 사이의 숫자예요.|브로커의 포트를 쓰세요. 보통 9092번이에요.',
  ],
  'bootstrap-wildcard': [
    '0.0.0.0 is where a server listens, not where a client can connect.|Write the name of the machine, or localhost on the same one.',
    '0.0.0.0은 서버가 듣는 주소이지 클라이언트가 접속할 주소가 아니에요.|브로커가 있는 컴퓨터의 이름을, 같은 컴퓨터라면 localhost를 쓰세요.',
  ],
  'port-zookeeper': [
    '{{value}} is ZooKeeper’s port; clients have not spoken to ZooKeeper since Kafka 0.9.|Write the broker’s address, usually port 9092.',
    '{{value}}은(는) ZooKeeper 포트예요. Kafka 0.9부터 클라이언트는 ZooKeeper에 접속하지 않아요.|브로커 주소를 쓰세요. 보통 9092번 포트예요.',
  ],
  'port-registry': [
    '{{value}} is the usual port of a schema registry, which speaks HTTP.|Write the broker’s address here, and this one as schema.registry.url.',
    '{{value}}은(는) 보통 HTTP를 쓰는 스키마 레지스트리 포트예요.|여기에는 브로커 주소를 쓰고, 이 주소는 schema.registry.url에 쓰세요.',
  ],
  'port-http': [
    '{{value}} is the usual port of {{what}}, which speaks HTTP.|Write the broker’s address, usually port 9092.',
    '{{value}}은(는) 보통 HTTP를 쓰는 {{what}} 포트예요.|브로커 주소를 쓰세요. 보통 9092번 포트예요.',
  ],
  'localhost-in-container': [
    'Inside a container localhost is the container itself, and no broker runs in there.|Write {{fixed}}, or the broker’s service name when it runs in the same network.',
    '컨테이너 안에서 localhost는 그 컨테이너 자신이에요. 거기에는 브로커가 없어요.|{{fixed}}(으)로 쓰세요. 브로커가 같은 네트워크에 있으면 서비스 이름을 쓰세요.',
  ],
  'docker-host-outside': [
    'host.docker.internal means something inside of containers only.|On the machine itself write {{fixed}}.',
    'host.docker.internal은 컨테이너 안에서만 쓰는 이름이에요.|컴퓨터에서 직접 실행한다면 {{fixed}}(으)로 쓰세요.',
  ],
  'service-name-outside': [
    '{{host}} looks like the name of a container’s service; outside of its network nobody knows it.|Publish the port and write {{fixed}}, or run the application in the same network.',
    '{{host}}은(는) 컨테이너의 서비스 이름 같아요. 그 네트워크 밖에서는 알 수 없는 이름이에요.|포트를 열고 {{fixed}}(으)로 쓰거나, 앱을 같은 네트워크에서 실행하세요.',
  ],
  'localhost-elsewhere': [
    'localhost is the machine that the application runs on, and the cluster is on another one.|Write the name or the address of the cluster’s machine.',
    'localhost는 앱이 실행되는 컴퓨터예요. 클러스터는 다른 컴퓨터에 있어요.|클러스터가 있는 컴퓨터의 이름이나 주소를 쓰세요.',
  ],
  'bootstrap-not-array': [
    'KafkaJS wants brokers as an array.|Write {{fixed}}.',
    'KafkaJS의 brokers는 배열이어야 해요.|{{fixed}}(으)로 쓰세요.',
  ],

  // The form of settings.
  'key-typo': [
    'There is no setting {{key}}; the client ignores it.|You mean {{fixed}}.',
    '{{key}}(이)라는 설정은 없어서 클라이언트가 무시해요.|{{fixed}}을(를) 쓰려던 것 같아요.',
  ],
  'key-unknown': [
    'Kafka’s clients know no setting {{key}}.|Leave it out unless a plug-in of yours reads it.',
    'Kafka 클라이언트에는 {{key}} 설정이 없어요.|직접 만든 플러그인이 읽는 설정이 아니라면 지우세요.',
  ],
  'key-removed': [
    '{{key}} is gone since Kafka {{version}}.|{{instead}}',
    '{{key}}은(는) Kafka {{version}}부터 없어졌어요.|{{instead}}',
  ],
  'key-other-client': [
    '{{key}} is a setting of {{client}}; this client knows it as {{fixed}}.|Write {{fixed}}.',
    '{{key}}은(는) {{client}} 설정이에요. 이 클라이언트에서는 {{fixed}}예요.|{{fixed}}(으)로 쓰세요.',
  ],
  'value-quoted': [
    'In a properties file quotes belong to the value.|Write {{fixed}}.',
    'properties 파일에서는 따옴표도 값에 들어가요.|{{fixed}}(으)로 쓰세요.',
  ],
  'value-not-allowed': [
    '{{key}} cannot be {{value}}; it is one of {{allowed}}.|Write {{fixed}}.',
    '{{key}}에 {{value}}은(는) 쓸 수 없어요. {{allowed}} 중 하나예요.|{{fixed}}(으)로 쓰세요.',
  ],
  'value-not-number': [
    '{{key}} wants a whole number, not {{value}}.|Write digits only; times are in milliseconds.',
    '{{key}}에는 정수를 써야 해요. {{value}}은(는) 쓸 수 없어요.|숫자만 쓰세요. 시간은 밀리초예요.',
  ],
  'key-twice': [
    '{{key}} is set twice; the last one counts.|Leave one of them out.',
    '{{key}}이(가) 두 번 있어요. 마지막 것만 쓰여요.|하나를 지우세요.',
  ],

  // Security.
  'tls-settings-unused': [
    'TLS settings are there, but security.protocol is {{protocol}}, so they are not used.|Write security.protocol={{fixed}}, or leave them out.',
    'TLS 설정이 있지만 security.protocol이 {{protocol}}이라 쓰이지 않아요.|security.protocol={{fixed}}(으)로 바꾸거나 TLS 설정을 지우세요.',
  ],
  'sasl-settings-unused': [
    'SASL settings are there, but security.protocol is {{protocol}}: the client does not log in.|Write security.protocol={{fixed}}.',
    'SASL 설정이 있지만 security.protocol이 {{protocol}}이라 로그인하지 않아요.|security.protocol={{fixed}}(으)로 바꾸세요.',
  ],
  'sasl-incomplete': [
    'security.protocol is {{protocol}}, but {{missing}} is missing.|Add {{missing}}.',
    'security.protocol이 {{protocol}}인데 {{missing}}이(가) 없어요.|{{missing}}을(를) 추가하세요.',
  ],
  'sasl-plaintext': [
    'SASL_PLAINTEXT sends the password unencrypted with PLAIN.|Outside of your own machine use SASL_SSL.',
    'SASL_PLAINTEXT에서 PLAIN을 쓰면 비밀번호가 암호화 없이 전송돼요.|내 컴퓨터 밖에서는 SASL_SSL을 쓰세요.',
  ],
  'jaas-semicolon': [
    'sasl.jaas.config must end in a semicolon.|Add ; at its end.',
    'sasl.jaas.config는 세미콜론으로 끝나야 해요.|끝에 ;을 붙이세요.',
  ],
  'jaas-mechanism': [
    'The login module {{module}} does not fit sasl.mechanism={{mechanism}}.|Write {{fixed}} in sasl.jaas.config, or change the mechanism.',
    '로그인 모듈 {{module}}은(는) sasl.mechanism={{mechanism}}에 맞지 않아요.|sasl.jaas.config에 {{fixed}}을(를) 쓰거나 mechanism을 바꾸세요.',
  ],
  'hostname-check-off': [
    'The check of the certificate’s name is off: anybody with a trusted certificate can pose as your broker.|Leave it at https, and give the broker a certificate with its name.',
    '인증서 이름 확인이 꺼져 있어서, 신뢰된 인증서가 있으면 누구나 브로커인 척할 수 있어요.|https로 두고 브로커에 이름이 든 인증서를 쓰세요.',
  ],

  // Settings that do not go together.
  'acks-idempotence': [
    'enable.idempotence needs acks=all, and here it is {{value}}.|Write acks=all, or enable.idempotence=false.',
    'enable.idempotence에는 acks=all이 필요한데 여기서는 {{value}}예요.|acks=all로 쓰거나 enable.idempotence=false로 쓰세요.',
  ],
  'acks-loss': [
    'With acks={{value}} messages can be lost when a broker fails, and nobody is told.|Write acks=all unless that is all right.',
    'acks={{value}}이면 브로커가 멈출 때 메시지를 잃어도 알 수 없어요.|괜찮은 경우가 아니라면 acks=all로 쓰세요.',
  ],
  'idempotence-in-flight': [
    'Idempotent producers keep at most 5 requests in flight; {{value}} is refused.|Write max.in.flight.requests.per.connection=5.',
    '멱등 프로듀서는 요청을 동시에 5개까지만 보내요. {{value}}은(는) 거부돼요.|max.in.flight.requests.per.connection=5로 쓰세요.',
  ],
  'heartbeat-session': [
    'heartbeat.interval.ms ({{value}}) must be smaller than session.timeout.ms ({{other}}).|Write a third of the session timeout: {{fixed}}.',
    'heartbeat.interval.ms({{value}})는 session.timeout.ms({{other}})보다 작아야 해요.|세션 제한의 3분의 1인 {{fixed}}을(를) 쓰세요.',
  ],
  'delivery-timeout': [
    'delivery.timeout.ms ({{value}}) must be at least linger.ms + request.timeout.ms ({{other}}).|Write {{other}} or more.',
    'delivery.timeout.ms({{value}})는 linger.ms + request.timeout.ms({{other}}) 이상이어야 해요.|{{other}} 이상을 쓰세요.',
  ],
  'group-missing': [
    'A consumer that subscribes or commits needs a group.id.|Add group.id=, the name that all instances of the application share.',
    '구독하거나 커밋하는 컨슈머에는 group.id가 필요해요.|앱의 모든 인스턴스가 함께 쓸 이름으로 group.id=를 추가하세요.',
  ],
  'serializer-swapped': [
    '{{key}} names {{value}}, which goes the other way.|Write {{fixed}}.',
    '{{key}}에 방향이 반대인 {{value}}을(를) 썼어요.|{{fixed}}(으)로 쓰세요.',
  ],

  // Brokers in a compose file.
  'compose-advertised-localhost': [
    'The broker advertises {{value}}: other containers are sent to themselves.|Advertise the service name for them too, e.g. {{fixed}}.',
    '브로커가 {{value}}을(를) 알려서 다른 컨테이너는 자기 자신에게 접속해요.|서비스 이름으로도 알리세요. 예: {{fixed}}.',
  ],
  'advertised-wildcard': [
    'The broker advertises 0.0.0.0, where no client can connect.|Advertise a name that clients reach; 0.0.0.0 belongs into listeners.',
    '브로커가 아무도 접속할 수 없는 0.0.0.0을 알려요.|클라이언트가 닿을 수 있는 이름을 알리세요. 0.0.0.0은 listeners에만 써요.',
  ],

  // Found by looking.
  'dns-failed': [
    'The name {{host}} cannot be resolved{{from}}.|Check its spelling; a name of a container or a VPN is known only there.',
    '{{host}} 이름의 주소를 찾을 수 없어요{{from}}.|철자를 확인하세요. 컨테이너나 VPN의 이름은 그 안에서만 알 수 있어요.',
  ],
  'tcp-refused': [
    'Nobody listens on {{target}}.|Start the broker, or correct the port. {{hint}}',
    '{{target}}에서 듣는 프로그램이 없어요.|브로커를 시작하거나 포트를 고치세요. {{hint}}',
  ],
  'tcp-timeout': [
    '{{target}} does not answer within {{ms}} ms: a firewall drops the packets, or the address is another network’s.|Open the port in the firewall or security group, or connect through the VPN.',
    '{{target}}이(가) {{ms}} ms 안에 답하지 않아요. 방화벽이 막았거나 다른 네트워크의 주소예요.|방화벽이나 보안 그룹에서 포트를 열거나 VPN으로 접속하세요.',
  ],
  'speaks-http': [
    '{{target}} speaks HTTP, not Kafka’s protocol.|Write the broker’s address; this is a web server, a REST proxy or a schema registry.',
    '{{target}}은(는) Kafka 프로토콜이 아니라 HTTP로 답해요.|브로커 주소를 쓰세요. 여기는 웹 서버나 REST 프록시, 스키마 레지스트리예요.',
  ],
  'speaks-zookeeper': [
    '{{target}} is a ZooKeeper.|Write the broker’s address, usually port 9092.',
    '{{target}}은(는) ZooKeeper예요.|브로커 주소를 쓰세요. 보통 9092번 포트예요.',
  ],
  'speaks-tls': [
    '{{target}} wants TLS, and security.protocol is {{protocol}}.|Write security.protocol={{fixed}}.',
    '{{target}}은(는) TLS를 요구하는데 security.protocol이 {{protocol}}이에요.|security.protocol={{fixed}}(으)로 쓰세요.',
  ],
  'speaks-plaintext': [
    '{{target}} does not speak TLS, and security.protocol is {{protocol}}.|Write security.protocol={{fixed}}, or take the port of the TLS listener.',
    '{{target}}은(는) TLS를 쓰지 않는데 security.protocol이 {{protocol}}이에요.|security.protocol={{fixed}}(으)로 쓰거나 TLS 리스너의 포트를 쓰세요.',
  ],
  'speaks-unknown': [
    '{{target}} is open, but what answers there is no Kafka broker.|Check the port: somebody else may have taken it.',
    '{{target}}은(는) 열려 있지만 Kafka 브로커가 아니에요.|포트를 확인하세요. 다른 프로그램이 쓰고 있을 수 있어요.',
  ],
  'controller-port': [
    '{{target}} is a controller’s port: it speaks Kafka, but serves no clients.|Write the port of a broker listener.',
    '{{target}}은(는) 컨트롤러 포트예요. Kafka 프로토콜을 쓰지만 클라이언트는 받지 않아요.|브로커 리스너의 포트를 쓰세요.',
  ],
  'sasl-required': [
    '{{target}} closes the connection on clients that do not log in.|Write security.protocol={{fixed}} and the SASL settings.',
    '{{target}}은(는) 로그인하지 않은 클라이언트의 연결을 끊어요.|security.protocol={{fixed}}와(과) SASL 설정을 쓰세요.',
  ],
  'sasl-mechanism-wrong': [
    '{{target}} does not offer {{mechanism}}; it offers {{offered}}.|Write sasl.mechanism={{fixed}}.',
    '{{target}}은(는) {{mechanism}}을(를) 제공하지 않고 {{offered}}을(를) 제공해요.|sasl.mechanism={{fixed}}(으)로 쓰세요.',
  ],
  'sasl-not-offered': [
    '{{target}} knows no SASL.|Write security.protocol={{fixed}}.',
    '{{target}}은(는) SASL을 쓰지 않아요.|security.protocol={{fixed}}(으)로 쓰세요.',
  ],
  'login-failed': [
    '{{target}} refuses this user and password.|Check both; they are the cluster’s, not the machine’s.',
    '{{target}}이(가) 사용자 이름과 비밀번호를 거부했어요.|둘 다 확인하세요. 컴퓨터가 아니라 클러스터의 것이에요.',
  ],
  'tls-untrusted': [
    'The certificate of {{target}} is signed by nobody whom this machine trusts ({{reason}}).|Give the client the CA: ssl.truststore.location (Java), ssl.ca.location (librdkafka), ssl.ca (KafkaJS).',
    '{{target}}의 인증서를 이 컴퓨터가 신뢰하지 않아요({{reason}}).|클라이언트에 CA를 알려 주세요: ssl.truststore.location(Java), ssl.ca.location(librdkafka), ssl.ca(KafkaJS).',
  ],
  'tls-name': [
    'The certificate of {{target}} is for {{names}}, not for {{host}}.|Write one of these names as the address, or give the broker a certificate with {{host}}.',
    '{{target}}의 인증서는 {{names}}의 것이고 {{host}}의 것이 아니에요.|주소에 그 이름을 쓰거나, 브로커에 {{host}}이(가) 든 인증서를 쓰세요.',
  ],
  'tls-expired': [
    'The certificate of {{target}} was valid until {{until}}.|Renew it on the broker; clients cannot help it.',
    '{{target}}의 인증서는 {{until}}까지였어요.|브로커에서 갱신하세요. 클라이언트에서는 고칠 수 없어요.',
  ],
  'tls-expires-soon': [
    'The certificate of {{target}} is valid until {{until}}.|Renew it before.',
    '{{target}}의 인증서는 {{until}}까지예요.|그 전에 갱신하세요.',
  ],
  'tls-client-certificate': [
    '{{target}} wants a certificate of the client.|Set ssl.keystore.location (Java), or ssl.certificate.location and ssl.key.location (librdkafka).',
    '{{target}}이(가) 클라이언트 인증서를 요구해요.|ssl.keystore.location(Java)이나 ssl.certificate.location과 ssl.key.location(librdkafka)을 설정하세요.',
  ],
  'tls-failed': [
    'The TLS handshake with {{target}} failed: {{reason}}.|Check the listener’s certificate and the protocol versions of both sides.',
    '{{target}}과(와)의 TLS 연결이 실패했어요: {{reason}}.|리스너의 인증서와 양쪽의 프로토콜 버전을 확인하세요.',
  ],
  'advertised-localhost': [
    '{{target}} sends its clients to {{advertised}}: from another machine or a container that leads nowhere.|Set advertised.listeners of broker {{broker}} to an address that the application reaches, e.g. {{fixed}}.',
    '{{target}}이(가) 클라이언트를 {{advertised}}(으)로 보내요. 다른 컴퓨터나 컨테이너에서는 닿지 않는 주소예요.|브로커 {{broker}}의 advertised.listeners를 앱이 닿을 수 있는 주소로 바꾸세요. 예: {{fixed}}.',
  ],
  'advertised-unresolved': [
    '{{target}} sends its clients to {{advertised}}, and that name cannot be resolved{{from}}.|Set advertised.listeners of broker {{broker}} to a name that the application knows, e.g. {{fixed}}.',
    '{{target}}이(가) 클라이언트를 {{advertised}}(으)로 보내는데 그 이름을 찾을 수 없어요{{from}}.|브로커 {{broker}}의 advertised.listeners를 앱이 아는 이름으로 바꾸세요. 예: {{fixed}}.',
  ],
  'advertised-unreachable': [
    '{{target}} sends its clients to {{advertised}}, where nobody answers.|Start broker {{broker}}, open the port, or set its advertised.listeners to an address that the application reaches.',
    '{{target}}이(가) 클라이언트를 {{advertised}}(으)로 보내는데 거기서 답이 없어요.|브로커 {{broker}}을(를) 시작하거나 포트를 열거나, advertised.listeners를 앱이 닿을 수 있는 주소로 바꾸세요.',
  ],
  'mixed-clusters': [
    'The addresses belong to different clusters: {{clusters}}.|List brokers of one cluster only.',
    '주소들이 서로 다른 클러스터에 속해요: {{clusters}}.|한 클러스터의 브로커만 쓰세요.',
  ],
  'all-well': [
    'From here everything is in order: {{target}} answers and all its brokers can be reached.|If the application still fails, paste its error, or say where it runs.',
    '여기서는 문제가 없어요. {{target}}이(가) 답하고 모든 브로커에 닿을 수 있어요.|그래도 앱이 실패하면 오류를 붙여 넣거나 앱이 어디서 실행되는지 알려 주세요.',
  ],

  // Errors in the words of clients.
  'error-refused': [
    'Nobody listened at the address ({{detail}}).|Is the broker running, and is the port right? Inside a container localhost is the container itself.',
    '그 주소에서 듣는 프로그램이 없었어요({{detail}}).|브로커가 실행 중인지, 포트가 맞는지 확인하세요. 컨테이너 안에서 localhost는 그 컨테이너 자신이에요.',
  ],
  'error-node': [
    'The client knows broker {{node}} as {{address}} and cannot connect to it. Node -1 is an address of your settings; any other number was advertised by the cluster.|For -1 correct bootstrap.servers; for others correct the broker’s advertised.listeners.',
    '클라이언트가 브로커 {{node}}을(를) {{address}}(으)로 알고 있는데 접속하지 못했어요. -1은 설정에 쓴 주소이고, 다른 번호는 클러스터가 알려 준 주소예요.|-1이면 bootstrap.servers를, 아니면 브로커의 advertised.listeners를 고치세요.',
  ],
  'error-disconnected': [
    'The broker closed the connection right away: most often one side speaks TLS or SASL and the other does not.|Compare security.protocol with the listener’s.',
    '브로커가 연결을 바로 끊었어요. 한쪽만 TLS나 SASL을 쓰는 경우가 많아요.|security.protocol이 리스너와 같은지 확인하세요.',
  ],
  'error-dns': [
    'A name could not be resolved ({{detail}}).|Check the spelling; when it is not in your settings, a broker advertised it: correct advertised.listeners.',
    '이름의 주소를 찾지 못했어요({{detail}}).|철자를 확인하세요. 설정에 없는 이름이라면 브로커가 알려 준 것이니 advertised.listeners를 고치세요.',
  ],
  'error-metadata-timeout': [
    'The client got no metadata in time: it reached no broker, or the topic does not exist and is not created.|Check the address first, then that the topic is there.',
    '클라이언트가 제때 메타데이터를 받지 못했어요. 브로커에 닿지 못했거나, 토픽이 없고 자동으로 만들어지지도 않아요.|먼저 주소를, 다음으로 토픽이 있는지 확인하세요.',
  ],
  'error-all-down': [
    'The client reached no broker at all.|Check the addresses; run the checks below with your settings.',
    '클라이언트가 어느 브로커에도 닿지 못했어요.|주소를 확인하고, 설정을 붙여 넣어 아래 검사를 실행하세요.',
  ],
  'error-tls-to-plain': [
    'The client began TLS with a port that does not speak it.|Write security.protocol=PLAINTEXT (or SASL_PLAINTEXT), or take the port of the TLS listener.',
    '클라이언트가 TLS를 쓰지 않는 포트에 TLS로 접속했어요.|security.protocol=PLAINTEXT(또는 SASL_PLAINTEXT)로 쓰거나 TLS 리스너의 포트를 쓰세요.',
  ],
  'error-size-tls': [
    'The “size” is the first bytes of a TLS message: one side speaks TLS, the other does not.|Make security.protocol and the listener agree.',
    '이 “크기”는 TLS 메시지의 첫 바이트예요. 한쪽만 TLS를 쓰고 있어요.|security.protocol을 리스너와 맞추세요.',
  ],
  'error-size-http': [
    'The “size” is the beginning of an HTTP message: one side is no Kafka.|Check the port; browsers and health checks must not call a broker’s port.',
    '이 “크기”는 HTTP 메시지의 시작이에요. 한쪽이 Kafka가 아니에요.|포트를 확인하세요. 브라우저나 상태 확인이 브로커 포트를 부르면 안 돼요.',
  ],
  'error-handshake-sasl': [
    'A client without SASL reached a listener that wants it.|Write security.protocol=SASL_PLAINTEXT or SASL_SSL, with sasl.mechanism and sasl.jaas.config.',
    'SASL 없이 SASL을 요구하는 리스너에 접속했어요.|security.protocol=SASL_PLAINTEXT 또는 SASL_SSL과 sasl.mechanism, sasl.jaas.config를 쓰세요.',
  ],
  'error-untrusted': [
    'The client does not trust the broker’s certificate.|Give it the CA that signed it: ssl.truststore.location (Java), ssl.ca.location (librdkafka), ssl.ca (KafkaJS).',
    '클라이언트가 브로커의 인증서를 신뢰하지 않아요.|서명한 CA를 알려 주세요: ssl.truststore.location(Java), ssl.ca.location(librdkafka), ssl.ca(KafkaJS).',
  ],
  'error-certificate-name': [
    'The certificate is for another name than the one that the client dialled.|Use a name from the certificate as the address, or renew it with the right name.',
    '인증서의 이름이 클라이언트가 접속한 이름과 달라요.|인증서에 있는 이름을 주소로 쓰거나, 맞는 이름으로 다시 발급하세요.',
  ],
  'error-expired': [
    'A certificate has expired.|Renew it; compare the clocks of both machines too.',
    '인증서가 만료되었어요.|갱신하고, 두 컴퓨터의 시계도 비교해 보세요.',
  ],
  'error-login': [
    'The broker refused the user or the password.|Check both, and that the user exists for this mechanism: SCRAM users are made per mechanism.',
    '브로커가 사용자나 비밀번호를 거부했어요.|둘 다 확인하세요. SCRAM 사용자는 방식마다 따로 만들어야 해요.',
  ],
  'error-mechanism': [
    'The broker does not offer this SASL mechanism.|Write one that the listener has enabled (sasl.enabled.mechanisms of the broker).',
    '브로커가 이 SASL 방식을 제공하지 않아요.|리스너에서 켠 방식(브로커의 sasl.enabled.mechanisms)을 쓰세요.',
  ],
  'error-jaas': [
    'The client has no login data.|Set sasl.jaas.config with the login module of the mechanism, ending in a semicolon.',
    '클라이언트에 로그인 정보가 없어요.|방식에 맞는 로그인 모듈로 sasl.jaas.config를 쓰고 세미콜론으로 끝내세요.',
  ],
  'error-topic': [
    'The topic or the partition does not exist ({{detail}}).|Create it, or check its name: upper and lower case count. After a creation this passes by itself.',
    '토픽이나 파티션이 없어요({{detail}}).|토픽을 만들거나 이름을 확인하세요. 대소문자를 구분해요. 방금 만들었다면 곧 사라지는 오류예요.',
  ],
  'error-leader': [
    'The partition has no leader, or another one than the client thinks. While a leader changes this passes within seconds.|If it stays: a broker with its replicas is down. Look at the cluster.',
    '파티션에 리더가 없거나 클라이언트가 아는 리더와 달라요. 리더가 바뀌는 중이면 몇 초 안에 사라져요.|계속되면 복제본을 가진 브로커가 멈춘 거예요. 클러스터를 확인하세요.',
  ],
  'error-authorization': [
    'The user is known, but may not do this ({{detail}}).|Give it the permission with kafka-acls; consumers need READ on the topic and on the group.',
    '사용자는 확인됐지만 권한이 없어요({{detail}}).|kafka-acls로 권한을 주세요. 컨슈머는 토픽과 그룹에 READ가 필요해요.',
  ],
  'error-too-large': [
    'The message is larger than something on its way allows.|Raise max.message.bytes of the topic and max.request.size of the producer together, or send less.',
    '메시지가 허용된 크기보다 커요.|토픽의 max.message.bytes와 프로듀서의 max.request.size를 함께 늘리거나, 더 작게 보내세요.',
  ],
  'error-replicas': [
    'Fewer replicas are in sync than min.insync.replicas asks for, so acks=all is refused.|Bring the brokers back; or lower min.insync.replicas of the topic.',
    '동기화된 복제본이 min.insync.replicas보다 적어서 acks=all이 거부됐어요.|브로커를 되살리거나 토픽의 min.insync.replicas를 낮추세요.',
  ],
  'error-poll-interval': [
    'The consumer took longer between two polls than max.poll.interval.ms, so the group threw it out and another member got its partitions.|Process faster, take fewer records per poll (max.poll.records), or raise max.poll.interval.ms.',
    '두 poll 사이가 max.poll.interval.ms보다 길어서 그룹에서 제외되고 파티션이 다른 멤버에게 갔어요.|더 빨리 처리하거나, 한 번에 적게 받거나(max.poll.records), max.poll.interval.ms를 늘리세요.',
  ],
  'error-rebalanced': [
    'The group has moved on to a new generation; this member’s commit or heartbeat belongs to the old one. The client joins again by itself.|If it happens often, see why the group rebalances in its view.',
    '그룹이 새 세대로 넘어가서 이 멤버의 커밋이나 하트비트는 이전 세대의 것이 됐어요. 클라이언트가 스스로 다시 참여해요.|자주 일어나면 그룹 화면에서 리밸런싱 이유를 확인하세요.',
  ],
  'error-fenced-instance': [
    'Another consumer with the same group.instance.id took this one’s place.|Give each instance of the application its own group.instance.id.',
    '같은 group.instance.id를 쓰는 다른 컨슈머가 자리를 차지했어요.|앱 인스턴스마다 다른 group.instance.id를 쓰세요.',
  ],
  'error-fenced-producer': [
    'A newer producer with the same transactional.id took over.|Give each instance its own transactional.id; after a restart this is as it should be.',
    '같은 transactional.id를 쓰는 새 프로듀서가 이어받았어요.|인스턴스마다 다른 transactional.id를 쓰세요. 다시 시작한 뒤라면 정상이에요.',
  ],
  'error-offset-range': [
    'The records at the committed offset are gone (retention), or the topic was made anew.|Set auto.offset.reset=earliest or latest, or reset the group’s offsets.',
    '커밋된 위치의 레코드가 보존 기간이 지나 지워졌거나 토픽을 새로 만들었어요.|auto.offset.reset=earliest나 latest로 쓰거나 그룹의 오프셋을 재설정하세요.',
  ],
  'error-serde': [
    'Bytes and class do not fit: {{detail}}.|Use the serializer of the type that is sent, and the same format on the reading side.',
    '바이트와 타입이 맞지 않아요: {{detail}}.|보내는 타입에 맞는 serializer를 쓰고, 읽는 쪽도 같은 형식으로 맞추세요.',
  ],
  'error-version': [
    'Client and broker have no common version of a request.|Use a newer client: Kafka 4 brokers speak with clients from 2.1 on.',
    '클라이언트와 브로커가 함께 아는 요청 버전이 없어요.|더 새로운 클라이언트를 쓰세요. Kafka 4 브로커는 2.1 이후 클라이언트와 통신해요.',
  ],
  'error-expired-batch': [
    'Messages waited in the producer until their time was over: the leader was not reached or too slow.|Check that all brokers are reachable from the application, then delivery.timeout.ms.',
    '메시지가 프로듀서에서 기다리다 제한 시간이 지났어요. 리더에 닿지 못했거나 너무 느렸어요.|앱에서 모든 브로커에 닿는지 확인하고, 다음으로 delivery.timeout.ms를 보세요.',
  ],
  'error-coordinator': [
    'The group’s coordinator is not there yet or just moved.|It passes within seconds. If not: __consumer_offsets has no leader, for example because its replication factor is larger than the number of brokers.',
    '그룹의 코디네이터가 아직 없거나 옮겨 가는 중이에요.|몇 초 안에 사라져요. 계속되면 __consumer_offsets에 리더가 없는 거예요. 예를 들어 복제 계수가 브로커 수보다 클 때 그래요.',
  ],
  'error-codec': [
    'KafkaJS cannot read {{codec}} without a plug-in.|Install one (e.g. kafkajs-snappy, kafkajs-lz4) and register it in CompressionCodecs.',
    'KafkaJS는 플러그인 없이 {{codec}} 압축을 읽지 못해요.|kafkajs-snappy, kafkajs-lz4 같은 플러그인을 설치해 CompressionCodecs에 등록하세요.',
  ],
  'error-session-timeout': [
    'session.timeout.ms is outside of what the broker allows (group.min.session.timeout.ms to group.max.session.timeout.ms).|Write a value between 6000 and 1800000, Kafka’s defaults.',
    'session.timeout.ms가 브로커가 허용하는 범위(group.min.session.timeout.ms~group.max.session.timeout.ms)를 벗어났어요.|Kafka 기본 범위인 6000에서 1800000 사이로 쓰세요.',
  ],
  'error-protocol': [
    'The members of the group share no assignor, or the id is used by something else (Connect, Streams).|Use the same partition.assignment.strategy in all members, and an id of its own per application.',
    '그룹 멤버들의 할당 방식이 다르거나, 다른 프로그램(Connect, Streams)이 같은 ID를 써요.|모든 멤버에 같은 partition.assignment.strategy를 쓰고, 앱마다 다른 ID를 쓰세요.',
  ],
  'error-zookeeper': [
    'The tool or client wants ZooKeeper, which Kafka has not needed since 4.0.|Use --bootstrap-server host:9092 instead of --zookeeper.',
    '도구나 클라이언트가 ZooKeeper를 찾고 있어요. Kafka 4.0부터는 쓰지 않아요.|--zookeeper 대신 --bootstrap-server host:9092를 쓰세요.',
  ],
} as const satisfies { readonly [rule: string]: readonly [en: string, ko: string] };

export type DoctorRule = keyof typeof doctorWords;
