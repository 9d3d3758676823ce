/** What the methods about LAN access take. */
import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9-]{1,40}$/);
const address = z.ipv4();
const port = z.int().min(1024).max(65_500);
/** Nothing in it needs quotes in a shell, a properties file or a login message. */
const user = z.string().regex(/^[A-Za-z0-9._-]{1,40}$/);

export const lanSchemas = {
  'lan.get': z.strictObject({ id }),
  'lan.turnOn': z.strictObject({ id, address, port, user }),
  'lan.move': z.strictObject({ id, address, port }),
  'lan.turnOff': z.strictObject({ id }),
  'lan.setPassword': z.strictObject({ id, user }),
  'lan.removeUser': z.strictObject({ id, user }),
};
