/** All words of the renderer, by area. */
import { brokers } from './brokers.ts';
import { doctorWords } from '../../../main/contract/index.ts';
import { cluster } from './cluster.ts';
import { common } from './common.ts';
import { configs } from './configs.ts';
import { doctor } from './doctor.ts';
import { errors } from './errors.ts';
import { exportWords } from './exports.ts';
import { follow } from './follow.ts';
import { frame } from './frame.ts';
import { groups } from './groups.ts';
import { home } from './home.ts';
import { lan } from './lan.ts';
import { library } from './library.ts';
import { messages } from './messages.ts';
import { produce } from './produce.ts';
import { producers } from './producers.ts';
import { questions } from './questions.ts';
import { scenarioBlocks } from './scenario-blocks.ts';
import { scenarioFields } from './scenario-fields.ts';
import { scenarios } from './scenarios.ts';
import { settings } from './settings.ts';
import { studio } from './studio.ts';
import { tasks } from './tasks.ts';
import { terminal } from './terminal.ts';
import { terms } from './terms.ts';
import { throughput } from './throughput.ts';
import { topics } from './topics.ts';

export const tables = {
  brokers,
  cluster,
  common,
  configs,
  doctor,
  doctorRules: doctorWords,
  errors,
  exports: exportWords,
  follow,
  frame,
  groups,
  home,
  lan,
  library,
  messages,
  produce,
  producers,
  questions,
  scenarioBlocks,
  scenarioFields,
  scenarios,
  settings,
  studio,
  tasks,
  terminal,
  terms,
  throughput,
  topics,
};
