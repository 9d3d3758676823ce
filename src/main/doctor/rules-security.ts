/** Rules about TLS and logging in. */
import type { RawFinding, RuleInput } from './rules.ts';

const protocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'];
const modules: { readonly [mechanism: string]: string } = {
  PLAIN: 'org.apache.kafka.common.security.plain.PlainLoginModule',
  'SCRAM-SHA-256': 'org.apache.kafka.common.security.scram.ScramLoginModule',
  'SCRAM-SHA-512': 'org.apache.kafka.common.security.scram.ScramLoginModule',
  OAUTHBEARER: 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule',
  GSSAPI: 'com.sun.security.auth.module.Krb5LoginModule',
};

export function securityRules(input: RuleInput): readonly RawFinding[] {
  const { get, entries, securityProtocol: protocol } = input;
  // Some clients have no such setting: their code says what it does.
  if (!protocols.includes(protocol) || entries.length === 0) return jaasRules(input);
  const tls = entries.find(({ name }) => /^ssl\.(truststore|keystore|ca|certificate)\b/.test(name));
  const sasl = entries.find(({ name }) => /^sasl\.(mechanism|mechanisms|jaas|username)/.test(name));
  const written = get('security.protocol') ?? null;
  const findings: RawFinding[] = [];
  const isCode = input.format === 'code' && !written;
  if (tls && !protocol.includes('SSL') && !isCode) {
    const fixed = protocol.startsWith('SASL') ? 'SASL_SSL' : 'SSL';
    const put = written ? fixed : undefined;
    const data = { protocol, fixed };
    findings.push({
      rule: 'tls-settings-unused',
      severity: 'error',
      data,
      entry: written ?? tls,
      put,
    });
  }
  if (sasl && !protocol.startsWith('SASL') && !isCode) {
    const fixed = protocol === 'SSL' || tls ? 'SASL_SSL' : 'SASL_PLAINTEXT';
    const put = written ? fixed : undefined;
    const data = { protocol, fixed };
    findings.push({
      rule: 'sasl-settings-unused',
      severity: 'error',
      data,
      entry: written ?? sasl,
      put,
    });
  }
  if (protocol.startsWith('SASL')) findings.push(...incomplete(input));
  return [...findings, ...jaasRules(input)];
}

function incomplete({ get, securityProtocol: protocol }: RuleInput): readonly RawFinding[] {
  const entry = get('security.protocol') ?? null;
  const mechanism = get('sasl.mechanism') ?? get('sasl.mechanisms');
  const hasLogin = get('sasl.jaas.config') ?? get('sasl.username');
  const missing = !mechanism ? 'sasl.mechanism' : !hasLogin ? 'sasl.jaas.config' : null;
  const isOther = /OAUTHBEARER|GSSAPI|AWS_MSK_IAM/i.test(mechanism?.value ?? '');
  if (missing !== null && !isOther) {
    return [{ rule: 'sasl-incomplete', severity: 'error', data: { protocol, missing }, entry }];
  }
  const isOpen = protocol === 'SASL_PLAINTEXT' && /^plain$/i.test(mechanism?.value ?? '');
  return isOpen ? [{ rule: 'sasl-plaintext', severity: 'warning', data: {}, entry }] : [];
}

function jaasRules({ get, format }: RuleInput): readonly RawFinding[] {
  const findings: RawFinding[] = [];
  const jaas = get('sasl.jaas.config');
  const mechanism = get('sasl.mechanism')?.value.toUpperCase();
  if (jaas && !/;\s*["']?\s*$/.test(jaas.value)) {
    // On several lines the end of the value is not on the line of its beginning.
    const isOneLine = format !== 'properties' || jaas.at.length === jaas.value.length;
    const put = isOneLine ? `${jaas.value};` : undefined;
    findings.push({ rule: 'jaas-semicolon', severity: 'error', data: {}, entry: jaas, put });
  }
  const wanted = mechanism === undefined ? undefined : modules[mechanism];
  const module = /[\w.]+LoginModule/.exec(jaas?.value ?? '')?.[0];
  if (jaas && wanted && module && module.split('.').at(-1) !== wanted.split('.').at(-1)) {
    const data = { module, mechanism: mechanism ?? '', fixed: wanted };
    const put = jaas.value.replace(module, wanted);
    findings.push({ rule: 'jaas-mechanism', severity: 'error', data, entry: jaas, put });
  }
  const check = get('ssl.endpoint.identification.algorithm');
  if (check && check.value.replaceAll(/["']/g, '').trim() === '') {
    findings.push({ rule: 'hostname-check-off', severity: 'warning', data: {}, entry: check });
  }
  return findings;
}
