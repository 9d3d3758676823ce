import { describe, expect, it } from 'vitest';
import { updateFeatures } from '../../../../src/broker/metadata/controller/features.ts';
import type { MetadataImage } from '../../../../src/broker/metadata/image.ts';
import { errors } from '../../../../src/broker/protocol/errors.ts';
import { givenBroker, givenContext, givenImage, replayed, threeBrokers } from '../given.ts';

const mv = 'metadata.version';
const elr = 'eligible.leader.replicas.version';
const [up, safe, unsafe] = [1, 2, 3];
const minIsr = 'min.insync.replicas';
const image = givenImage({ brokers: threeBrokers, configs: { '4:': { [minIsr]: '2' } } });

type Update = readonly [feature: string, level: number, upgradeType: number];
function update(
  on: MetadataImage,
  updates: readonly Update[],
  o: { readonly validateOnly?: boolean; readonly voters?: string } = {},
) {
  const context = givenContext(on, o.voters ? { 'controller.quorum.voters': o.voters } : {});
  const { records, response } = updateFeatures(context, {
    timeoutMs: 1000,
    validateOnly: o.validateOnly ?? false,
    featureUpdates: updates.map(([feature, maxVersionLevel, upgradeType]) => ({
      feature,
      maxVersionLevel,
      upgradeType,
      allowDowngrade: false,
    })),
  });
  return { response, records, features: Object.fromEntries(replayed(on, records).features) };
}

describe('UpdateFeatures', () => {
  it('turns a feature off and on again', () => {
    const off = update(image, [[elr, 0, safe]]);
    expect(off.response).toEqual({
      errorCode: 0,
      errorMessage: null,
      results: [{ feature: elr, errorCode: 0, errorMessage: 'NONE' }],
    });
    expect(off.features).toEqual({ [mv]: 30 });
    const on = update(replayed(image, off.records), [[elr, 1, up]]);
    expect(on.features).toEqual({ [mv]: 30, [elr]: 1 });
    expect(on.records).toHaveLength(1);
  });

  it('gives eligible replicas one min.insync.replicas for all', () => {
    const before = givenImage({
      brokers: threeBrokers,
      isElrEnabled: false,
      configs: { '4:2': { [minIsr]: '3' }, '2:t': { [minIsr]: '1' } },
    });
    const after = replayed(before, update(before, [[elr, 1, up]]).records);
    expect(after.configs.get('4:')?.get(minIsr)).toBe('1');
    expect(after.configs.has('4:2')).toBe(false);
    expect(after.configs.get('2:t')?.get(minIsr)).toBe('1');
  });

  it('only looks when asked to, and answers nothing for nothing', () => {
    expect(update(image, [[elr, 0, safe]], { validateOnly: true }).records).toEqual([]);
    expect(update(image, [])).toMatchObject({ response: { errorCode: 0, results: [] } });
    expect(update(image, [['kraft.version', 0, safe]]).records).toEqual([]);
  });

  it('does all or nothing; of one named twice the last counts', () => {
    const both = update(image, [
      [elr, 0, safe],
      [mv, 31, up],
    ]);
    expect(both.response.errorCode).toBe(errors.invalidUpdateVersion);
    expect(both.records).toEqual([]);
    const twice = update(image, [
      [elr, 0, up],
      [elr, 1, up],
    ]);
    expect(twice.response.results).toHaveLength(2);
    expect(twice.response.errorCode).toBe(0);
  });

  it.each<[string, Update, string]>([
    [
      'a kind unknown',
      [mv, 29, 4],
      `29 for feature ${mv}. The controller does not support the given upgrade type.`,
    ],
    [
      'a level below 0',
      [elr, -1, safe],
      `-1 for feature ${elr}. A feature version cannot be less than 0.`,
    ],
    [
      'a level too new',
      [mv, 31, up],
      `31 for feature ${mv}. Local controller 1 only supports versions 7-30`,
    ],
    [
      'a feature unknown',
      ['x', 1, up],
      '1 for feature x. Local controller 1 does not support this feature.',
    ],
    ['no level of a feature unknown', ['x', 0, up], '0 for feature x. Feature x not found.'],
    [
      'a feature that is off here',
      ['kraft.version', 1, up],
      '1 for feature kraft.version. Local controller 1 does not support this feature.',
    ],
    [
      'a downgrade called upgrade',
      [elr, 0, up],
      `0 for feature ${elr}. Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade.`,
    ],
  ])('refuses %s', (_, asked, message) => {
    expect(update(image, [asked]).response).toEqual({
      errorCode: errors.invalidUpdateVersion,
      errorMessage: `The update failed for all features since the following feature had an error: Invalid update version ${message}`,
    });
  });

  it('never loses metadata', () => {
    const message = (level: number, kind: number) =>
      update(image, [[mv, level, kind]]).response.errorMessage;
    expect(message(29, safe)).toMatch(
      /: Unsupported metadata.version downgrade from 30 to 29. Refusing to perform the requested downgrade because it might delete metadata information.$/,
    );
    expect(message(7, unsafe)).toMatch(
      /Unsafe metadata downgrade is not supported in this version.$/,
    );
    // What came between these levels changed no record.
    const older = { ...image, features: new Map([[mv, 29]]) };
    expect(update(older, [[mv, 24, safe]]).features).toEqual({ [mv]: 24 });
    expect(update(older, [[mv, 22, safe]]).response.errorCode).toBe(errors.invalidUpdateVersion);
    expect(update(older, [[mv, 30, up]]).features).toEqual({ [mv]: 30 });
    expect(update(older, [[mv, 30, safe]]).response.errorMessage).toMatch(
      /Can't downgrade to a newer version.$/,
    );
  });

  it('asks what a feature depends on, as it will be', () => {
    const older = { ...image, features: new Map([[mv, 22]]) };
    expect(update(older, [[elr, 1, up]]).response.errorMessage).toMatch(
      /eligible.leader.replicas.version could not be set to 1 because it depends on metadata.version level 23$/,
    );
    const together: Update[] = [
      [elr, 1, up],
      [mv, 30, up],
    ];
    expect(update(older, together).features).toEqual({ [mv]: 30, [elr]: 1 });
  });

  it('asks every node', () => {
    const limited = [{ name: mv, min: 7, max: 29 }];
    const older = { ...image, features: new Map([[mv, 29]]) };
    const broker = givenBroker(2, { features: limited, isFenced: true });
    const brokers = new Map([[2, broker]]);
    expect(update({ ...older, brokers }, [[mv, 30, up]]).response.errorMessage).toMatch(
      /Broker 2 only supports versions 7-29$/,
    );
    const controller = { id: 3, incarnationId: '', endpoints: [], features: limited };
    const controllers = new Map([[3, controller]]);
    expect(update({ ...older, controllers }, [[mv, 30, up]]).response.errorMessage).toMatch(
      /Controller 3 only supports versions 7-29$/,
    );
    const voters = '1@h:1,4@h:2';
    expect(update(older, [[mv, 30, up]], { voters }).response.errorMessage).toMatch(
      /controller 4 has not registered, and may not support this feature$/,
    );
  });
});
