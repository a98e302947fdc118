import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { openSide } from './open-side.ts';
import type { Side } from './side.ts';

/** Where the lab keeps its state; `lab/up` makes it. */
const labState = process.env['PUMPHOUSE_LAB_STATE'] ?? '/var/lib/pumphouse-lab';

/** So often a real cloud is asked how things go on. */
const pollMs = 100;
/** And so long until what was deleted is mostly gone. */
const restMs = 2_000;

const cloudsSchema = z.object({
  clouds: z.object({
    destination: z.object({
      auth: z.object({ auth_url: z.string(), username: z.string(), password: z.string(), project_name: z.string() }),
    }),
  }),
});

/** The lab's destination cloud, which holds nothing of its own. */
export async function openLab(): Promise<Side> {
  const { clouds } = cloudsSchema.parse(parse(readFileSync(join(labState, 'clouds.yaml'), 'utf8')));
  const { auth_url: authUrl, username: user, password, project_name: project } = clouds.destination.auth;
  const side = await openSide({ authUrl, user, password, project });
  return { ...side, wait: () => setTimeout(pollMs), rest: () => setTimeout(restMs) };
}
