import type { Assignment, Credential, Domain, Group, Project, Role, Token, User } from '../identity/records.ts';
import type { QosSpecs, Volume, VolumeSnapshot, VolumeType } from '../block-storage/records.ts';
import type { Flavor, Keypair, Server, ServerGroup } from '../compute/records.ts';
import type { Image, ImageMember, ImageTask } from '../image/records.ts';
import type {
  FloatingIp,
  Network,
  Port,
  QuotaRecord,
  Router,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
} from '../network/records.ts';
import { openTable, type Table } from './table.ts';

/** All that the services of one cloud know. A service changes its own records, and reads those of others. */
export interface SimState {
  readonly domains: Table<Domain>;
  readonly projects: Table<Project>;
  readonly users: Table<User>;
  readonly groups: Table<Group>;
  readonly roles: Table<Role>;
  readonly assignments: Table<Assignment>;
  readonly credentials: Table<Credential>;
  readonly tokens: Table<Token>;
  readonly flavors: Table<Flavor>;
  readonly keypairs: Table<Keypair>;
  readonly servers: Table<Server>;
  readonly serverGroups: Table<ServerGroup>;
  readonly images: Table<Image>;
  readonly imageMembers: Table<ImageMember>;
  readonly imageTasks: Table<ImageTask>;
  readonly networks: Table<Network>;
  readonly subnets: Table<Subnet>;
  readonly ports: Table<Port>;
  readonly routers: Table<Router>;
  readonly securityGroups: Table<SecurityGroup>;
  readonly securityGroupRules: Table<SecurityGroupRule>;
  readonly floatingIps: Table<FloatingIp>;
  readonly volumes: Table<Volume>;
  readonly volumeTypes: Table<VolumeType>;
  readonly qosSpecs: Table<QosSpecs>;
  readonly volumeSnapshots: Table<VolumeSnapshot>;
  /** Limits that were set for a project, by service: the id is `service/project-id`. */
  readonly quotas: Table<QuotaRecord>;
}

export function openState(): SimState {
  return {
    domains: openTable(),
    projects: openTable(),
    users: openTable(),
    groups: openTable(),
    roles: openTable(),
    assignments: openTable(),
    credentials: openTable(),
    tokens: openTable(),
    flavors: openTable(),
    keypairs: openTable(),
    servers: openTable(),
    serverGroups: openTable(),
    images: openTable(),
    imageMembers: openTable(),
    imageTasks: openTable(),
    networks: openTable(),
    subnets: openTable(),
    ports: openTable(),
    routers: openTable(),
    securityGroups: openTable(),
    securityGroupRules: openTable(),
    floatingIps: openTable(),
    volumes: openTable(),
    volumeTypes: openTable(),
    qosSpecs: openTable(),
    volumeSnapshots: openTable(),
    quotas: openTable(),
  };
}
