/** Logs in with what the text says; only ever called when somebody asked for it. */
import { isContractError } from '../contract/errors.ts';
import { KafkaLink } from '../explorer/kafka-link.ts';
import { linkSecurity } from '../explorer/link-security.ts';
import { type Address, formatHostPort } from './addresses.ts';
import type { ProbeOptions } from './probe.ts';
import type { ClusterView } from './wire.ts';

export type Login = {
  readonly mechanism: string;
  readonly username: string;
  readonly password: string;
};

const mechanisms = {
  PLAIN: 'plain',
  'SCRAM-SHA-256': 'scram-sha-256',
  'SCRAM-SHA-512': 'scram-sha-512',
} as const;

export async function logIn(
  address: Address,
  login: Login,
  { report, securityProtocol }: ProbeOptions,
): Promise<ClusterView | null> {
  const target = formatHostPort(address);
  const step = report.begin('login', target);
  const mechanism = mechanisms[login.mechanism as keyof typeof mechanisms];
  if (!mechanism) {
    step.failed(login.mechanism);
    return null;
  }
  const security = linkSecurity(
    {
      // What is wrong with the certificate was told before.
      tls: securityProtocol === 'SASL_SSL' ? { isVerified: false, ca: null } : null,
      sasl: { mechanism, username: login.username },
    },
    login.password,
    target,
  );
  const link = new KafkaLink(target, 'rivulet-doctor', security);
  try {
    const { clusterId, brokers } = await link.metadata({ isFresh: true });
    step.done(login.username);
    report.begin('metadata', target).done(`${clusterId} · ${brokers.size}`);
    return {
      clusterId,
      brokers: [...brokers].map(([id, { host, port }]) => ({ id, host, port })),
    };
  } catch (error) {
    const isRefused = isContractError(error, 'kafka') || !isContractError(error);
    step.failed(isRefused ? 'SASL_AUTHENTICATION_FAILED' : '');
    report.find({ rule: 'login-failed', severity: 'error', data: { target } });
    return null;
  } finally {
    await link.close();
  }
}
