import { ApiFault } from '../cloud/api-fault.ts';
import { type AttributeSchema, attributeSchema } from './image-schema.ts';

/** 400 for the first attribute that does not fit the schema `image`. */
export function checkAttributes(attributes: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const wrong = misfit(value, attributeSchema(name));
    if (wrong !== undefined) throw new ApiFault(400, `Provided object does not match schema 'image': ${wrong}`);
  }
}

function misfit(value: unknown, schema: AttributeSchema): string | undefined {
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  const shown = JSON.stringify(value);
  if (!types.includes(typeOf(value))) return `${shown} is not of type ${types.map((type) => `'${type}'`).join(', ')}`;
  if (Array.isArray(value)) return value.map(misfitOfTag).find((wrong) => wrong !== undefined);
  if (schema.enum !== undefined && !schema.enum.some((one) => one === value))
    return `${shown} is not one of its values`;
  if (typeof value !== 'string') return undefined;
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) return `${shown} does not match`;
  return [...value].length > (schema.maxLength ?? Number.POSITIVE_INFINITY) ? `${shown} is too long` : undefined;
}

function misfitOfTag(tag: unknown): string | undefined {
  return typeof tag === 'object' ? undefined : misfit(tag, { type: 'string', maxLength: 255 });
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
