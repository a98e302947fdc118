import { pino } from 'pino';

/** Field names whose values never reach a log, at any depth up to three. */
const secretNames = ['password', 'token', 'secret', 'authorization', 'x-auth-token', 'adminPass', 'user_data'];

/**
 * The log of the program: JSON lines on standard error. Silent unless `PUMPHOUSE_LOG` names a level, since what an
 * operator should read comes from events and problems.
 */
export const log = pino(
  {
    level: process.env['PUMPHOUSE_LOG'] ?? 'silent',
    redact: {
      paths: secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[secret]',
    },
  },
  pino.destination({ dest: 2, sync: true }),
);
