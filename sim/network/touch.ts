import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Standard } from './records.ts';

/** What every record of Neutron starts with. */
export function standardFields(cloud: SimCloud, projectId: string, given: StandardDraft): Standard {
  const now = cloud.clock.now();
  const { name = '', description = '' } = given;
  const id = cloud.random.uuid();
  return {
    id,
    name,
    project_id: projectId,
    description,
    tags: [],
    created_at: now,
    updated_at: now,
    revision_number: 1,
  };
}

interface StandardDraft {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/** Notes that a record changed. */
export function touch(cloud: SimCloud, record: Pick<Standard, 'updated_at' | 'revision_number'>): void {
  record.updated_at = cloud.clock.now();
  record.revision_number += 1;
}
