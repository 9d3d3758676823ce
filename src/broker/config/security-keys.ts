/** Broker keys of TLS, SASL, authorization and delegation tokens. */
import { bool, className, double, int, list, long, password, short, string } from './keys.ts';

export const securityKeys = {
  'authorizer.class.name': string(
    '',
    'Class that decides who may do what; empty means that everyone may do everything.',
  ),
  'connection.failed.authentication.delay.ms': int(
    100,
    'How long the closing of a connection is put off after a failed authentication.',
    { min: 0 },
  ),
  'connections.max.reauth.ms': long(
    0,
    'Longest time between two authentications of a SASL connection; 0 means no limit.',
  ),
  'delegation.token.expiry.check.interval.ms': long(
    3_600_000,
    'Time between two searches for expired delegation tokens.',
    { min: 1 },
  ),
  'delegation.token.expiry.time.ms': long(
    86_400_000,
    'Time after which a delegation token has to be renewed.',
    { min: 1 },
  ),
  'delegation.token.max.lifetime.ms': long(
    604_800_000,
    'Time after which a delegation token can no longer be renewed.',
    { min: 1 },
  ),
  'delegation.token.secret.key': password(
    null,
    'Secret with which delegation tokens are made and checked; the same on all nodes.',
  ),
  'principal.builder.class': className(
    'org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder',
    'Class that makes a principal of an authenticated connection. Not used by this engine.',
    { update: 'per-broker' },
  ),
  'sasl.client.callback.handler.class': className(
    null,
    'Class for callbacks of SASL clients. Not used by this engine.',
  ),
  'sasl.enabled.mechanisms': list(['GSSAPI'], 'SASL mechanisms that are offered.', {
    update: 'per-broker',
  }),
  'sasl.jaas.config': password(null, 'JAAS login for SASL connections.', { update: 'per-broker' }),
  'sasl.kerberos.kinit.cmd': string('/usr/bin/kinit', 'Path of the kinit command.', {
    update: 'per-broker',
  }),
  'sasl.kerberos.min.time.before.relogin': long(60_000, 'Least time between two Kerberos logins.', {
    update: 'per-broker',
  }),
  'sasl.kerberos.principal.to.local.rules': list(
    ['DEFAULT'],
    'Rules that map Kerberos principals to short names.',
    { update: 'per-broker' },
  ),
  'sasl.kerberos.service.name': string(null, 'Kerberos principal name of the brokers.', {
    update: 'per-broker',
  }),
  'sasl.kerberos.ticket.renew.jitter': double(
    0.05,
    'Share of random time in the renewal of Kerberos tickets.',
    { update: 'per-broker' },
  ),
  'sasl.kerberos.ticket.renew.window.factor': double(
    0.8,
    "Share of a ticket's life after which it is renewed.",
    { update: 'per-broker' },
  ),
  'sasl.login.callback.handler.class': className(
    null,
    'Class for callbacks of SASL logins. Not used by this engine.',
  ),
  'sasl.login.class': className(null, 'Class that logs in. Not used by this engine.'),
  'sasl.login.connect.timeout.ms': int(
    null,
    'Longest wait for a connection to the identity provider.',
  ),
  'sasl.login.read.timeout.ms': int(null, 'Longest wait for an answer of the identity provider.'),
  'sasl.login.refresh.buffer.seconds': short(
    300,
    'Time before its expiry at which a credential is refreshed at the latest.',
    { update: 'per-broker' },
  ),
  'sasl.login.refresh.min.period.seconds': short(
    60,
    'Least time between two refreshes of a credential.',
    { update: 'per-broker' },
  ),
  'sasl.login.refresh.window.factor': double(
    0.8,
    "Share of a credential's life after which it is refreshed.",
    { update: 'per-broker' },
  ),
  'sasl.login.refresh.window.jitter': double(
    0.05,
    'Share of random time in the refresh of credentials.',
    { update: 'per-broker' },
  ),
  'sasl.login.retry.backoff.max.ms': long(10_000, 'Longest wait between two tries to log in.'),
  'sasl.login.retry.backoff.ms': long(100, 'First wait between two tries to log in.'),
  'sasl.mechanism.controller.protocol': string('GSSAPI', 'SASL mechanism between controllers.'),
  'sasl.mechanism.inter.broker.protocol': string('GSSAPI', 'SASL mechanism between brokers.', {
    update: 'per-broker',
  }),
  'sasl.oauthbearer.assertion.algorithm': string('RS256', 'Algorithm that signs assertions.'),
  'sasl.oauthbearer.assertion.claim.aud': string(null, 'Audience claim of assertions.'),
  'sasl.oauthbearer.assertion.claim.exp.seconds': int(300, 'Life of an assertion.', {
    min: 0,
    max: 86_400,
  }),
  'sasl.oauthbearer.assertion.claim.iss': string(null, 'Issuer claim of assertions.'),
  'sasl.oauthbearer.assertion.claim.jti.include': bool(
    false,
    'Whether assertions carry an id of their own.',
  ),
  'sasl.oauthbearer.assertion.claim.nbf.seconds': int(60, 'How far back an assertion is valid.', {
    min: 0,
    max: 3600,
  }),
  'sasl.oauthbearer.assertion.claim.sub': string(null, 'Subject claim of assertions.'),
  'sasl.oauthbearer.assertion.file': string(null, 'File with a ready assertion.'),
  'sasl.oauthbearer.assertion.private.key.file': string(
    null,
    'File with the private key that signs assertions.',
  ),
  'sasl.oauthbearer.assertion.private.key.passphrase': password(
    null,
    'Passphrase of the private key that signs assertions.',
  ),
  'sasl.oauthbearer.assertion.template.file': string(null, 'File with the template of assertions.'),
  'sasl.oauthbearer.client.credentials.client.id': string(
    null,
    'Client id of the client credentials grant.',
  ),
  'sasl.oauthbearer.client.credentials.client.secret': password(
    null,
    'Client secret of the client credentials grant.',
  ),
  'sasl.oauthbearer.clock.skew.seconds': int(
    30,
    'Difference of clocks that is forgiven when a token is checked.',
  ),
  'sasl.oauthbearer.expected.audience': list([], 'Audiences of which a token must name one.'),
  'sasl.oauthbearer.expected.issuer': string(null, 'Issuer that a token must name.'),
  'sasl.oauthbearer.jwks.endpoint.refresh.ms': long(
    3_600_000,
    "Time between two reads of the provider's keys.",
  ),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': long(
    10_000,
    "Longest wait between two tries to read the provider's keys.",
  ),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': long(
    100,
    "First wait between two tries to read the provider's keys.",
  ),
  'sasl.oauthbearer.jwks.endpoint.url': string(null, "Where the provider's keys are."),
  'sasl.oauthbearer.jwt.retriever.class': className(
    'org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever',
    'Class that gets tokens. Not used by this engine.',
  ),
  'sasl.oauthbearer.jwt.validator.class': className(
    'org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator',
    'Class that checks tokens. Not used by this engine.',
  ),
  'sasl.oauthbearer.scope': string(null, 'Scope that is asked for.'),
  'sasl.oauthbearer.scope.claim.name': string('scope', 'Name of the claim with the scope.'),
  'sasl.oauthbearer.sub.claim.name': string('sub', 'Name of the claim with the subject.'),
  'sasl.oauthbearer.token.endpoint.url': string(null, 'Where tokens are given out.'),
  'sasl.server.callback.handler.class': className(
    null,
    'Class for callbacks of SASL servers. Not used by this engine.',
  ),
  'sasl.server.max.receive.size': int(524_288, 'Most bytes of a request before authentication.'),
  'security.inter.broker.protocol': string(
    'PLAINTEXT',
    'Security protocol between brokers when no listener is named for it.',
    { oneOf: ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] },
  ),
  'security.providers': string(
    null,
    'Classes that provide security algorithms. Not used by this engine.',
  ),
  'ssl.allow.dn.changes': bool(
    false,
    'Whether a new certificate may have another distinguished name.',
  ),
  'ssl.allow.san.changes': bool(
    false,
    'Whether a new certificate may have other alternative names.',
  ),
  'ssl.cipher.suites': list([], 'Cipher suites that are offered; empty means the defaults.', {
    update: 'per-broker',
  }),
  'ssl.client.auth': string('none', 'Whether clients must, may or need not show a certificate.', {
    oneOf: ['required', 'requested', 'none'],
    update: 'per-broker',
  }),
  'ssl.enabled.protocols': list(['TLSv1.2', 'TLSv1.3'], 'TLS versions that are offered.', {
    update: 'per-broker',
  }),
  'ssl.endpoint.identification.algorithm': string(
    'https',
    'How the name in a certificate is checked; empty means not at all.',
    { update: 'per-broker' },
  ),
  'ssl.engine.factory.class': className(
    null,
    'Class that makes TLS engines. Not used by this engine.',
    { update: 'per-broker' },
  ),
  'ssl.key.password': password(null, 'Password of the private key.', { update: 'per-broker' }),
  'ssl.keymanager.algorithm': string('SunX509', 'Algorithm of the key manager.', {
    update: 'per-broker',
  }),
  'ssl.keystore.certificate.chain': password(null, 'Certificate chain in PEM form.', {
    update: 'per-broker',
  }),
  'ssl.keystore.key': password(null, 'Private key in PEM form.', { update: 'per-broker' }),
  'ssl.keystore.location': string(null, 'File of the key store.', { update: 'per-broker' }),
  'ssl.keystore.password': password(null, 'Password of the key store.', { update: 'per-broker' }),
  'ssl.keystore.type': string('JKS', 'Format of the key store.', { update: 'per-broker' }),
  'ssl.principal.mapping.rules': string(
    'DEFAULT',
    'Rules that map the name in a certificate to a principal.',
  ),
  'ssl.protocol': string('TLSv1.3', 'TLS version that is used.', { update: 'per-broker' }),
  'ssl.provider': string(null, 'Security provider for TLS.', { update: 'per-broker' }),
  'ssl.secure.random.implementation': string(null, 'Random number generator for TLS.', {
    update: 'per-broker',
  }),
  'ssl.trustmanager.algorithm': string('PKIX', 'Algorithm of the trust manager.', {
    update: 'per-broker',
  }),
  'ssl.truststore.certificates': password(null, 'Trusted certificates in PEM form.', {
    update: 'per-broker',
  }),
  'ssl.truststore.location': string(null, 'File of the trust store.', { update: 'per-broker' }),
  'ssl.truststore.password': password(null, 'Password of the trust store.', {
    update: 'per-broker',
  }),
  'ssl.truststore.type': string('JKS', 'Format of the trust store.', { update: 'per-broker' }),
};
