import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Token } from './records.ts';

/** The token of that id as long as it works; a fault 404 otherwise, which does not repeat the secret. */
export function validToken({ state, clock }: SimCloud, id: string): Token {
  const token = state.tokens.get(id);
  if (token === undefined) throw new ApiFault(404, 'Could not recognize Fernet token');
  if (token.isRevoked || token.expiresAtMs <= clock.nowMs()) throw new ApiFault(404, 'Failed to validate token');
  return token;
}
