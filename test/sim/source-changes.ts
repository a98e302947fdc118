import type { Dump } from '../../sim/cloud/dump-state.ts';
import type { SimState } from '../../sim/cloud/sim-state.ts';
import type { PlannedWorld } from './planned-world.ts';

/** What somebody may do to a resource of the source on which nothing else of the migration depends. */
export interface Change {
  readonly kind: string;
  readonly id: string;
  readonly isDeletion: boolean;
  /** What has to have a twin before the move of the resource can begin. */
  readonly need: { readonly collection: 'projects' | 'ports'; readonly id: string };
  apply(): void;
}

/** All that could be done to wanted resources, so that exactly one of them cannot move and all else can. */
export function sourceChanges({ world, wanted, before }: PlannedWorld): Change[] {
  const { state } = world.pair.source;
  const isWanted = new Set(wanted.map(({ kind, id }) => `${kind}/${id}`));
  return [
    ...imageChanges(state).filter(({ id }) => !isNamedElsewhere(before.source, id)),
    ...floatingIpChanges(state),
    ...serverChanges(state),
  ].filter(({ kind, id }) => isWanted.has(`${kind}/${id}`));
}

/** Servers, volumes and other images tell which image they are of. */
function isNamedElsewhere(source: Dump, imageId: string): boolean {
  const others = ['servers', 'volumes', 'images'].flatMap((collection) => Object.values(source[collection] ?? {}));
  return others.some(({ id, ...record }) => id !== imageId && JSON.stringify(record).includes(imageId));
}

/** Images that a project owns: one of the operator's may be made before anything else. */
function imageChanges(state: SimState): Change[] {
  const adminId = state.projects.find(({ name }) => name === 'admin')?.id;
  return state.images
    .where(({ owner }) => owner !== null && owner !== adminId)
    .flatMap((image): Change[] => {
      const { id } = image;
      const remove = (): void => {
        state.imageMembers.removeWhere(({ imageId }) => imageId === id);
        state.images.remove(id);
      };
      const rename = (): void => void Object.assign(image, { name: `${image.name ?? ''} changed` });
      return changesBy({ kind: 'image', id, need: { collection: 'projects', id: image.owner ?? '' } }, remove, rename);
    });
}

function floatingIpChanges(state: SimState): Change[] {
  return state.floatingIps
    .where(({ project_id: projectId }) => hasDefaultQuota(state, projectId))
    .flatMap((floatingIp): Change[] => {
      const { id } = floatingIp;
      const remove = (): void => {
        state.ports.removeWhere(({ device_id: deviceId }) => deviceId === id);
        state.floatingIps.remove(id);
      };
      const describe = (): void => void Object.assign(floatingIp, { description: 'changed' });
      const { project_id: projectId, port_id: portId } = floatingIp;
      const need = needOf(portId ?? undefined, projectId);
      return changesBy({ kind: 'floating-ip', id, need }, remove, describe);
    });
}

/** A server that takes nothing along. One that is deleted would take ports with it, which others need. */
function serverChanges(state: SimState): Change[] {
  const isAlone = (id: string): boolean => !state.serverGroups.list().some(({ memberIds }) => memberIds.includes(id));
  const isOn = ({ projectId, userId }: { readonly projectId: string; readonly userId: string }): boolean =>
    state.projects.get(projectId)?.enabled === true && state.users.get(userId)?.enabled === true;
  return state.servers
    .where((server) => isOn(server) && server.volumeIds.length === 0 && isAlone(server.id))
    .filter(({ projectId }) => hasDefaultQuota(state, projectId))
    .map((server) => ({
      kind: 'server',
      id: server.id,
      isDeletion: false,
      need: needOf(state.ports.find(({ device_id: deviceId }) => deviceId === server.id)?.id, server.projectId),
      apply: () => void Object.assign(server, { metadata: { ...server.metadata, changed: 'meanwhile' } }),
    }));
}

function changesBy(about: Pick<Change, 'kind' | 'id' | 'need'>, remove: () => void, change: () => void): Change[] {
  return [
    { ...about, isDeletion: true, apply: remove },
    { ...about, isDeletion: false, apply: change },
  ];
}

/** The port, where it has one: that comes later than the project. */
function needOf(portId: string | undefined, projectId: string): Change['need'] {
  return portId === undefined ? { collection: 'projects', id: projectId } : { collection: 'ports', id: portId };
}

/** A quota of a project's own is lowered only when all that is in the project is there. */
function hasDefaultQuota({ quotas }: SimState, projectId: string): boolean {
  return quotas.find(({ id }) => id.endsWith(`/${projectId}`)) === undefined;
}
