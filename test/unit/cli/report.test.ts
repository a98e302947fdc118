import { expect, test } from 'vitest';
import { formatReport } from '../../../src/cli/report.ts';
import { escapeHtml } from '../../../src/cli/report-html.ts';
import { runSummary } from '../../../src/cli/run-summary.ts';
import { sampleReport } from './sample-report.ts';

const plain = { paint: (_style: string, text: string) => text };

test('the text says what differs, what stayed and why, and what to do', async () => {
  const text = await formatReport(sampleReport(), 'text', undefined);
  for (const words of [
    'Run 1a2b3c4d',
    'State             failed',
    'Ended             1 m 00 s after it started',
    '| web1   | carried | 12.3 s   | s2 ',
    'copying its disk 8.0 s, creating 3.0 s, bringing to rest on the source 2.0 s',
    '| mtu       | 1500   | nothing     |',
    'server db1: it boots from a volume',
    'warning: memory is lost. Save it.',
    '| source | 10    | 2      | 1      |',
    'Try again what is not done: pumphouse run 1a2b3c4d',
  ]) {
    expect(text).toContain(words);
  }
});

test('the page escapes what clouds say, and needs no other file', async () => {
  const page = await formatReport(sampleReport(), 'html', undefined);
  expect(page).toContain('&lt;b&gt;net &amp; &quot;co&quot;&lt;/b&gt;');
  expect(page).not.toContain('<b>net');
  expect(page).not.toMatch(/<script|<link|src=|url\(/);
  expect(page).toContain('<td data-title="Verdict" class="bad">differs</td>');
  expect(page).toContain('<b class="odd">warning</b>: memory is lost. Save it.');
  expect(page).toContain('<code>pumphouse run 1a2b3c4d</code>');
});

test('escaping leaves nothing that ends a text or an attribute', () => {
  expect(escapeHtml(`<'">&`)).toBe('&lt;&#39;&quot;&gt;&amp;');
});

test('JSON is the report itself', async () => {
  expect(JSON.parse(await formatReport(sampleReport(), 'json', undefined))).toMatchObject({ run: '1a2b3c4d' });
});

test('the summary of a run is one line and what needs eyes', () => {
  const text = runSummary(sampleReport(), 60_000, plain);
  expect(text).toContain('Run 1a2b3c4d failed in 1 m 00 s: 1 verified, 1 differs, 1 left');
  expect(text).toContain('HTTP calls: source: 10 reads, 2 writes, 1 login');
  expect(text).toContain('Left behind');
});
