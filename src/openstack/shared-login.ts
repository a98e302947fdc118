import { isExpiring, type Login } from './session.ts';

/** The login of one cloud, as all of its callers share it. */
export interface SharedLogin {
  /** A valid login; a new one when there is none yet, when it is about to expire or was refused. */
  valid(): Promise<Login>;
  /** A service refused this token: the next caller logs in again. Returns false when there is no way to. */
  refuse(token: string): boolean;
}

/** However many callers wait, one `renew` is under way at a time; its failure is the failure of all who wait for it. */
export function sharedLogin(renew: () => Promise<Login>): SharedLogin {
  let held: Login | undefined;
  let renewing: Promise<Login> | undefined;

  async function begin(): Promise<Login> {
    try {
      held = await renew();
      return held;
    } finally {
      renewing = undefined;
    }
  }

  return {
    valid() {
      if (held !== undefined && !isExpiring(held, Date.now())) return Promise.resolve(held);
      renewing ??= begin();
      return renewing;
    },
    refuse(token) {
      // Whoever comes with an older token finds the new one already there.
      if (held?.token === token) held = undefined;
      return true;
    },
  };
}

/** A login that was given and cannot be renewed. */
export function fixedLogin(login: Login): SharedLogin {
  return { valid: () => Promise.resolve(login), refuse: () => false };
}
