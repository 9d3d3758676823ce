import { describe, expect, it } from 'vitest';
import { lanUser, newPassword, scramKeys } from '../../../src/main/lan/scram-keys.ts';

describe('what is kept of a password', () => {
  it('is what RFC 7677 derives, so that other servers and clients agree', () => {
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
    expect(scramKeys('SCRAM-SHA-256', 'pencil', salt, 4096)).toEqual({
      salt: 'W22ZaJ0SNY7soEsUEjb6gQ==',
      iterations: 4096,
      storedKey: 'WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=',
      serverKey: 'wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    });
  });

  it('differs for the same password, and holds no trace of it', () => {
    const [one, two] = [lanUser('ann', 'pencil'), lanUser('ann', 'pencil')];
    expect(one).not.toEqual(two);
    expect(JSON.stringify(one)).not.toContain('pencil');
  });
});

it('passwords need no quotes anywhere, and no two are the same', () => {
  const made = Array.from({ length: 200 }, newPassword);
  expect(made.every((password) => /^[A-Za-z0-9]{24}$/.test(password))).toBe(true);
  expect(new Set(made).size).toBe(200);
  // Every letter turns up: 4800 draws out of 62.
  expect(new Set(made.join('')).size).toBe(62);
});
