/** What the methods about whole clusters take. */
import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9-]{1,40}$/);
const oneCluster = z.strictObject({ id });
const clusterName = z.string().trim().min(1).max(60);
const filePath = z.string().min(1).max(4096);
const port = z.int().min(1024).max(65_535);
const none = z
  .null()
  .or(z.undefined())
  .transform(() => undefined);

const hostAndPort = String.raw`(\[[0-9a-fA-F:.]+\]|[^\s,:\[\]]+):\d{1,5}`;
const bootstrap = z
  .string()
  .trim()
  .max(2000)
  .regex(new RegExp(`^${hostAndPort}(\\s*,\\s*${hostAndPort})*$`), 'host:port, separated by commas')
  .transform((text) => text.replace(/\s+/g, ''));

const connection = {
  bootstrap,
  security: z.strictObject({
    tls: z
      .strictObject({ ca: z.string().max(200_000).nullable(), isVerified: z.boolean() })
      .nullable(),
    sasl: z
      .strictObject({
        mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
        username: z.string().min(1).max(1000),
      })
      .nullable(),
  }),
  password: z.string().max(10_000).optional(),
};

export const clusterSchemas = {
  'clusters.select': oneCluster,
  'clusters.create': z.strictObject({
    name: clusterName,
    brokerCount: z.int().min(1).max(9),
    port: port.optional(),
  }),
  'clusters.start': oneCluster,
  'clusters.stop': oneCluster,
  'clusters.rename': z.strictObject({ id, name: clusterName }),
  'clusters.setPort': z.strictObject({ id, port }),
  'clusters.duplicate': z.strictObject({ id, name: clusterName }),
  'clusters.delete': oneCluster,
  'clusters.export': z.strictObject({ id, file: filePath.optional() }),
  'clusters.import': z.strictObject({ file: filePath, name: clusterName.optional() }),
  'clusters.measure': none,
  'clusters.openFolder': oneCluster,
  'clusters.test': z.strictObject({ ...connection, id: id.optional() }),
  'clusters.connect': z.strictObject({
    ...connection,
    name: clusterName,
    isReadOnly: z.boolean(),
  }),
  'clusters.changeConnection': z.strictObject({
    ...connection,
    id,
    name: clusterName,
    isReadOnly: z.boolean(),
  }),
  'settings.reset': none,
  'clusters.resetAll': none,
};
