import { z } from 'zod';

/** The body of `POST /v2/images/ID/import`. */
export const importRequestSchema = z.looseObject({
  method: z.looseObject({
    name: z.string(),
    uri: z.string().optional(),
    glance_region: z.string().optional(),
    glance_image_id: z.string().optional(),
    glance_service_interface: z.string().optional(),
  }),
});
export type ImportRequest = z.infer<typeof importRequestSchema>;
