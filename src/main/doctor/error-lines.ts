/** Errors in the words of Java, librdkafka, KafkaJS, franz-go and Sarama. */
import type { DoctorFinding, DoctorRule } from '../contract/doctor.ts';

type ErrorLine = {
  readonly rule: DoctorRule;
  readonly pattern: RegExp;
  /** From the match to what the words need. */
  readonly data?: (match: RegExpExecArray) => { readonly [name: string]: string };
};

const detail = (match: RegExpExecArray) => ({
  detail: (match[1] ?? match[0]).trim().slice(0, 120),
});

/** Special cases before general ones: of one line the first that fits counts. */
const errorLines: readonly ErrorLine[] = [
  {
    rule: 'error-size-tls',
    pattern:
      /Invalid (?:receive|message) ?(?:\(size = |size: ?)?(?:3525(?:18912|84448)|3692(?:95616|95617)|3364\d{5}|352\d{6}|369\d{6})/i,
  },
  { rule: 'error-size-http', pattern: /(?:1195725856|1213486160|1347375956|HTTP\/1\.[01])/ },
  {
    rule: 'error-handshake-sasl',
    pattern: /Unexpected Kafka request of type \w+ during SASL handshake/i,
  },
  {
    rule: 'error-zookeeper',
    pattern:
      /zookeeper is not a recognized option|Missing required argument "\[?zookeeper|zookeeper\.connect/i,
  },
  {
    rule: 'error-untrusted',
    pattern:
      /PKIX path building failed|unable to find valid certification path|SELF_SIGNED_CERT|self.signed certificate|certificate verify failed|signed by unknown authority|unable to (?:get local issuer|verify the first) certificate|UNABLE_TO_VERIFY/i,
  },
  {
    rule: 'error-certificate-name',
    pattern:
      /No (?:subject alternative|name matching)|ALTNAME_INVALID|does not match certificate's altnames|certificate is (?:valid for|not valid for)|hostname mismatch/i,
  },
  {
    rule: 'error-expired',
    pattern: /certificate has expired|CertificateExpired|CERT_HAS_EXPIRED|NotAfter:/i,
  },
  {
    rule: 'error-mechanism',
    pattern:
      /Unsupported SASL mechanism|UNSUPPORTED_SASL_MECHANISM|UnsupportedSaslMechanism|mechanism '?[\w-]+'? not enabled|does not support the requested SASL/i,
  },
  {
    rule: 'error-jaas',
    pattern:
      /Could not find a 'KafkaClient' entry|No JAAS configuration|No LoginModule|Login module not specified/i,
  },
  {
    rule: 'error-login',
    pattern:
      /SaslAuthentication|SASL authentication (?:failed|error)|SASL_AUTHENTICATION_FAILED|Authentication failed|Invalid username or password|invalid credentials|KafkaJSSASLAuthenticationError/i,
  },
  {
    rule: 'error-tls-to-plain',
    pattern:
      /Unsupported or unrecognized SSL message|plaintext connection\?|wrong version number|first record does not look like a TLS|SSL handshake failed|SSLHandshakeException|ERR_SSL_WRONG_VERSION/i,
  },
  {
    rule: 'error-codec',
    pattern: /(Snappy|LZ4|ZSTD) compression not implemented/i,
    data: (match) => ({ codec: match[1] ?? '' }),
  },
  {
    rule: 'error-node',
    pattern: /Connection to node (-?\d+) \(([^)]*)\) could not be established/i,
    data: (match) => ({ node: match[1] ?? '', address: match[2] ?? '' }),
  },
  {
    rule: 'error-dns',
    pattern:
      /(ENOTFOUND \S+|UnknownHostException:? ?\S*|No resolvable bootstrap urls\S*|Failed to resolve '[^']*'|lookup \S+:? ?(?:on \S+ )?no such host|Name or service not known|getaddrinfo \S+ \S+|nodename nor servname)/i,
    data: detail,
  },
  {
    rule: 'error-refused',
    pattern:
      /(ECONNREFUSED[^\n]{0,40}|(?:Connect to \S+ failed: )?Connection refused[^\n]{0,40}|connection refused)/i,
    data: detail,
  },
  {
    rule: 'error-all-down',
    pattern:
      /\d+\/\d+ brokers are down|All broker connections are down|run out of available brokers|KafkaJSNumberOfRetriesExceeded|unable to dial|NoBrokersAvailable/i,
  },
  {
    rule: 'error-disconnected',
    pattern:
      /Bootstrap broker \S+ .*disconnected|Disconnected while requesting ApiVersion|broker closed the connection immediately|terminated during authentication|Connection closed by peer|ECONNRESET|Disconnected from node -\d/i,
  },
  {
    rule: 'error-poll-interval',
    pattern:
      /CommitFailedException|maximum poll interval|max\.poll\.interval|poll timeout has expired/i,
  },
  { rule: 'error-fenced-instance', pattern: /FENCED_INSTANCE_ID|FencedInstanceId/i },
  {
    rule: 'error-fenced-producer',
    pattern: /ProducerFenced|INVALID_PRODUCER_EPOCH|InvalidProducerEpoch|PRODUCER_FENCED/i,
  },
  {
    rule: 'error-rebalanced',
    pattern:
      /REBALANCE_IN_PROGRESS|RebalanceInProgress|group is rebalancing|ILLEGAL_GENERATION|UNKNOWN_MEMBER_ID|UnknownMemberId|already rebalanced|not aware of this member/i,
  },
  {
    rule: 'error-session-timeout',
    pattern: /INVALID_SESSION_TIMEOUT|InvalidSessionTimeout|session timeout is not within/i,
  },
  { rule: 'error-protocol', pattern: /INCONSISTENT_GROUP_PROTOCOL|InconsistentGroupProtocol/i },
  {
    rule: 'error-coordinator',
    pattern:
      /COORDINATOR_NOT_AVAILABLE|CoordinatorNotAvailable|coordinator is not available|GROUP_COORDINATOR_NOT/i,
  },
  {
    rule: 'error-authorization',
    pattern:
      /((?:Topic|Group|Cluster|TransactionalId)AuthorizationException[^\n]{0,80}|(?:TOPIC|GROUP|CLUSTER)_AUTHORIZATION_FAILED|Not authorized to access[^\n]{0,80})/i,
    data: detail,
  },
  {
    rule: 'error-offset-range',
    pattern:
      /OFFSET_OUT_OF_RANGE|OffsetOutOfRange|Offset out of range|NoOffsetForPartition|Undefined offset with no reset policy/i,
  },
  {
    rule: 'error-metadata-timeout',
    pattern:
      /not present in metadata after|Failed to update metadata after|Timeout expired while fetching topic metadata|waiting for a node assignment|Timed out waiting for (?:metadata|a node)/i,
  },
  {
    rule: 'error-topic',
    pattern:
      /(UNKNOWN_TOPIC_OR_PARTITION[^\n]{0,60}|UnknownTopicOrPart\w*|does not host this topic-partition|Unknown topic or partition)/i,
    data: detail,
  },
  {
    rule: 'error-leader',
    pattern:
      /LEADER_NOT_AVAILABLE|NOT_LEADER|NotLeader|LeaderNotAvailable|no leader for this topic/i,
  },
  {
    rule: 'error-too-large',
    pattern:
      /RecordTooLarge|MESSAGE_TOO_LARGE|MessageSizeTooLarge|Message (?:size|was) too large|larger than the max(?:imum)? (?:message|request)/i,
  },
  { rule: 'error-replicas', pattern: /NOT_ENOUGH_REPLICAS|NotEnoughReplicas/i },
  {
    rule: 'error-expired-batch',
    pattern: /Expiring \d+ record|since batch creation|Local: Message timed out|delivery\.timeout/i,
  },
  {
    rule: 'error-version',
    pattern:
      /UNSUPPORTED_VERSION|UnsupportedVersion|no supported version|does not support version/i,
  },
  {
    rule: 'error-serde',
    pattern:
      /(SerializationException[^\n]{0,100}|Can't convert (?:key|value) of class \S+[^\n]{0,60}|Error deserializing[^\n]{0,80}|ClassCastException[^\n]{0,80}serializ\w*)/i,
    data: detail,
  },
];

const findingsMax = 8;

/** One finding for each kind of error, at the first line that says it. */
export function errorFindings(text: string): readonly DoctorFinding[] {
  const found = new Map<DoctorRule, DoctorFinding>();
  for (const [index, line] of text.split('\n').entries()) {
    for (const { rule, pattern, data } of errorLines) {
      const match = pattern.exec(line);
      if (!match) continue;
      if (!found.has(rule)) {
        found.set(rule, {
          rule,
          severity: 'error',
          span: { line: index + 1, column: match.index + 1, length: match[0].length },
          data: data?.(match) ?? {},
          fixedLine: null,
        });
      }
      break;
    }
  }
  return [...found.values()].slice(0, findingsMax);
}

/** Addresses that an error names: where to look. */
export function addressesIn(text: string): readonly string[] {
  const pattern =
    /(?<![\w.@])((?:\d{1,3}(?:\.\d{1,3}){3}|localhost|[a-z][\w-]*(?:\.[\w-]+)*))[:/ ](\d{4,5})(?![\d.:])/gi;
  const found = [...text.matchAll(pattern)].flatMap(([, host = '', port = '']) => {
    const isCodePlace = /\.(java|js|ts|py|go|kt|scala|cs)$/i.test(host);
    return isCodePlace || Number(port) > 65_535 ? [] : [`${host}:${port}`];
  });
  return [...new Set(found)].slice(0, 4);
}
