import { expect, it } from 'vitest';
import { imageSchema } from './image.ts';
import { isImporting } from './is-importing.ts';

function check(image: { readonly status: string; readonly lock?: string }, task: string, expected: boolean): void {
  const lock = image.lock === undefined ? {} : { os_glance_import_task: image.lock };
  const answer = imageSchema.parse({ id: 'i', status: image.status, ...lock });
  expect(isImporting(answer, task === '' ? [] : [{ id: 't', status: task }])).toBe(expected);
}

it('is so from the request on, when the image is still queued, to the end', () => {
  check({ status: 'queued', lock: 't' }, 'pending', true);
  check({ status: 'importing', lock: 't' }, 'processing', true);
  check({ status: 'active', lock: 't' }, 'processing', false);
  check({ status: 'active' }, 'success', false);
  check({ status: 'uploading' }, '', true);
});

it('is not so before, after a failure, and where Glance died after one', () => {
  check({ status: 'queued' }, '', false);
  check({ status: 'queued' }, 'failure', false);
  check({ status: 'queued', lock: 't' }, 'failure', false);
  check({ status: 'importing', lock: 't' }, 'failure', false);
  check({ status: 'importing', lock: 'other' }, 'failure', true);
});
