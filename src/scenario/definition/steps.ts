/** Steps: the blocks of blocks.ts, and those that hold steps of their own. */
import { z } from 'zod';
import { leaf } from './blocks.ts';
import { expression, topicName } from './names.ts';

export type Step =
  | z.infer<typeof leaf>
  | { readonly branch: readonly Branch[] }
  | { readonly saga: Saga };
/** The first whose `when` is true (absent: always) gets the event. What its steps hand on goes on. */
export type Branch = { readonly when?: string | undefined; readonly steps: readonly Step[] };
/**
 * A step of a saga. `id` is done at most once; when a record of `compensate.on` of the same id
 * arrives, its steps undo what was done, once.
 */
export type Saga = {
  readonly id: string;
  readonly steps: readonly Step[];
  readonly compensate: {
    readonly on: string;
    readonly id?: string | undefined;
    readonly when?: string | undefined;
    readonly steps: readonly Step[];
  };
};

const branch = z.strictObject({
  get branch(): z.ZodType<readonly Branch[]> {
    const way = z.strictObject({
      when: expression.optional().describe('Whether the event takes this way. Absent: always.'),
      steps: steps.describe('What happens to it; what they hand on goes on after the branch.'),
    });
    return z.array(way).min(1).describe('The first way whose `when` is true gets the event.');
  },
});
const saga = z.strictObject({
  get saga(): z.ZodType<Saga> {
    const compensate = z.strictObject({
      on: topicName.describe('The topic that tells of what failed elsewhere.'),
      id: expression.optional().describe('The id in its events. Absent: the same expression.'),
      when: expression.optional().describe('Which of its events undo something. Absent: all.'),
      steps: steps.describe('They undo what was done, once.'),
    });
    return z
      .strictObject({
        id: expression.describe('What the saga is about, such as an order; done at most once.'),
        steps: steps.describe('What is done.'),
        compensate: compensate.describe('How it is undone when a later step of the saga fails.'),
      })
      .describe('A step of a saga: done once, and undone when another service says so.');
  },
});
/** One building block. */
export const step: z.ZodType<Step> = z
  .union([leaf, branch, saga])
  .meta({ id: 'step', words: 'block' });
export const steps: z.ZodType<readonly Step[]> = z.array(z.lazy(() => step));
