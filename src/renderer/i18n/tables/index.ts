/** All words of the renderer, by area. */
import { cluster } from './cluster.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { frame } from './frame.ts';
import { groups } from './groups.ts';
import { home } from './home.ts';
import { messages } from './messages.ts';
import { scenarios } from './scenarios.ts';
import { terms } from './terms.ts';
import { throughput } from './throughput.ts';
import { topics } from './topics.ts';

export const tables = {
  cluster,
  common,
  errors,
  frame,
  groups,
  home,
  messages,
  scenarios,
  terms,
  throughput,
  topics,
};
