import type { Cloud, CloudRequest } from '../../src/openstack/cloud.ts';

/** Makes things for a test and notes how they go away again. */
export interface Maker {
  readonly cloud: Cloud;
  readonly name: string;
  make(service: CloudRequest['service'], path: string, key: string, body: object): Promise<string>;
  call(request: CloudRequest): Promise<void>;
  later(request: CloudRequest): void;
}
