export interface StepWords {
  readonly doing: string;
  readonly done: string;
}

const words: Readonly<Record<string, StepWords>> = {
  find: { doing: 'looking for it', done: 'found' },
  create: { doing: 'creating', done: 'created' },
  carry: { doing: 'carrying the password', done: 'password carried' },
  copy: { doing: 'copying', done: 'copied' },
  connect: { doing: 'joining to others', done: 'joined to others' },
  'pre-copy': { doing: 'copying its disks while it runs', done: 'disks copied while it runs' },
  cutover: { doing: 'waiting for its cutover', done: 'cutover begun' },
  quiesce: { doing: 'bringing to rest on the source', done: 'at rest on the source' },
  snapshot: { doing: 'making an image of its disk', done: 'image of its disk made' },
  upload: { doing: 'uploading it to an image', done: 'uploaded to an image' },
  'carry-volumes': { doing: 'carrying its volumes', done: 'volumes carried' },
  'create-disk': { doing: 'making room for its disk', done: 'room for its disk made' },
  'copy-disk': { doing: 'copying its disk', done: 'disk copied' },
  start: { doing: 'starting on the destination', done: 'started on the destination' },
  verify: { doing: 'verifying', done: 'verified' },
  'shut-down': { doing: 'shutting down on the source', done: 'shut down on the source' },
  clean: { doing: 'removing what was temporary', done: 'what was temporary is removed' },
  'put-back': { doing: 'putting back as it was', done: 'put back as it was' },
  undo: { doing: 'undoing', done: 'undone' },
};

/** A step in words, for lines such as `server web1: copying its disk`. */
export function stepWords(step: string): StepWords {
  return words[step] ?? { doing: step, done: `${step} done` };
}
