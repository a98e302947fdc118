import type { Report } from '../../../src/operations/report-run.ts';

/** A report of a run in which something differs, something failed and something stayed. */
export function sampleReport(given: Partial<Report> = {}): Report {
  return {
    run: '1a2b3c4d',
    state: 'failed',
    attempts: 2,
    source: 'old',
    destination: 'new',
    selection: 'project acme',
    disk: 'snapshot',
    startedAt: '2026-01-02T03:04:05.000Z',
    endedAt: '2026-01-02T03:05:05.000Z',
    durationMs: 60_000,
    counts: { total: 3, verified: 1, differs: 1, left: 1, created: 2 },
    verifiedAt: '2026-01-02T03:05:04.000Z',
    resources: [
      {
        kind: 'network',
        name: '<b>net & "co"</b>',
        sourceId: 'n1',
        destinationId: 'n2',
        action: 'create',
        origin: 'created',
        verdict: 'differs',
        differences: [{ attribute: 'mtu', source: 1500, destination: undefined }],
        problem: undefined,
      },
      {
        kind: 'server',
        name: 'web1',
        sourceId: 's1',
        destinationId: 's2',
        action: 'create',
        origin: 'created',
        verdict: 'verified',
        differences: [],
        problem: undefined,
      },
      {
        kind: 'server',
        name: 'db1',
        sourceId: 's3',
        destinationId: undefined,
        action: 'blocked',
        origin: undefined,
        verdict: 'left',
        differences: [],
        problem: 'it boots from a volume',
      },
    ],
    servers: [
      {
        name: 'web1',
        sourceId: 's1',
        destinationId: 's2',
        disk: 'carried',
        downtimeMs: 12_300,
        steps: { quiesce: 2000, 'copy-disk': 8000, create: 3000, start: 100 },
      },
    ],
    transfers: [{ key: 'd', name: 'disk of web1', copiedBytes: 2 ** 30, totalBytes: 2 ** 30, digest: 'sha512:abcd' }],
    findings: [{ severity: 'warning', rule: 'r', summary: 'memory is lost', cure: 'Save it.' }],
    traffic: { source: { reads: 10, writes: 2, logins: 1 } },
    ...given,
  };
}
