import { z } from 'zod';
import type { MadeProject } from './make-projects.ts';
import { tag } from './make-networks.ts';
import { oddTags, oddText } from './odd-text.ts';
import type { SimApi } from './sim-api.ts';

const path = '/network/v2.0';

const groupList = z.looseObject({
  security_groups: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      security_group_rules: z.array(z.looseObject({ id: z.string(), direction: z.string(), ethertype: z.string() })),
    }),
  ),
});

/** The groups that a port may have together: Neutron refuses stateful ones beside stateless ones. */
export type GroupSets = readonly [stateful: readonly string[], stateless: readonly string[]];

/** Groups of one name that name each other in a ring, one of them itself too, and changed rules in `default`. */
export async function makeSecurityGroups(api: SimApi, project: MadeProject, isFirst: boolean): Promise<GroupSets> {
  const { random, id } = project;
  const of = { project_id: id };
  const count = isFirst ? 3 : random.below(4);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = index === 0 ? 'Ring' : 'ring';
    const group = { ...of, name, description: oddText(random), stateful: index !== 1 };
    const groupId = await api.make(`${path}/security-groups`, { security_group: group });
    await tag(api, `security-groups/${groupId}`, oddTags(random));
    ids.push(groupId);
  }
  const rules = ids.flatMap((own, index) => rulesOf(own, ids[(index + 1) % count] ?? own, index));
  for (const rule of rules) {
    const body = { security_group_rule: { ...of, ethertype: 'IPv4', direction: 'ingress', ...rule } };
    await api.send('POST', `${path}/security-group-rules`, body);
  }
  if (isFirst || random.isTrue(0.5)) await changeDefault(api, id);
  return [ids.filter((_id, index) => index !== 1), ids.slice(1, 2)];
}

function rulesOf(own: string, next: string, index: number): object[] {
  const of = { security_group_id: own };
  const tcp = { ...of, protocol: 'tcp', port_range_min: 1, port_range_max: 65_535 };
  const ring = next === own ? [] : [{ ...tcp, remote_group_id: next }];
  const first = [
    { ...of, remote_group_id: own },
    { ...of, protocol: 'icmp', port_range_min: 8, port_range_max: 0, description: 'echo “☂”' },
    { ...of, protocol: '50', remote_ip_prefix: '10.1.2.3/32' },
  ];
  const others = [
    { ...of, ethertype: 'IPv6', protocol: 'tcp', remote_ip_prefix: 'fd00::/8' },
    { ...of, direction: 'egress', protocol: 'udp', remote_ip_prefix: '0.0.0.0/0' },
  ];
  return [...ring, ...(index === 0 ? first : others)];
}

/** Nothing goes out by IPv6 any more, and web comes in. Asking for a project's groups makes its default one. */
async function changeDefault(api: SimApi, projectId: string): Promise<void> {
  const { security_groups: groups } = groupList.parse(
    await api.send('GET', `${path}/security-groups?project_id=${projectId}&name=default`),
  );
  const [group] = groups;
  if (group === undefined) throw new Error(`project ${projectId} has no default security group`);
  const unwanted = group.security_group_rules.filter(
    ({ direction, ethertype }) => direction === 'egress' && ethertype === 'IPv6',
  );
  for (const { id } of unwanted) await api.send('DELETE', `${path}/security-group-rules/${id}`);
  const range = { protocol: 'tcp', port_range_min: 80, port_range_max: 80 };
  const rule = { security_group_id: group.id, direction: 'ingress', ethertype: 'IPv4', ...range };
  const body = { security_group_rule: { ...rule, project_id: projectId } };
  await api.send('POST', `${path}/security-group-rules`, body);
}
