import type { Scalar } from './clouds-file-field.ts';

const nullForm = /^(?:~|null|Null|NULL)?$/;
const trueForm = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const falseForm = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const basedForm = /^([-+]?)0(b_*[01][01_]*|x_*[\da-fA-F][\da-fA-F_]*|[0-7_]+)$/;
const integerForm = /^[-+]?(?:0|[1-9][\d_]*)$/;
const sexagesimalForm = /^[-+]?[1-9][\d_]*(?::[0-5]?\d)+$/;
const floatForm = /^[-+]?(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*)(?:[eE][-+]\d+)?$/;

/**
 * The value of a plain (unquoted) YAML scalar as PyYAML's safe loader reads it, which follows YAML 1.1: `yes` is true,
 * `0123` is octal, `12:30` is 750 and `1e5` is text. Dates stay text.
 */
export function resolveScalar(text: string): Scalar {
  if (nullForm.test(text)) return null;
  if (trueForm.test(text)) return true;
  if (falseForm.test(text)) return false;
  if (integerForm.test(text)) return BigInt(text.replaceAll('_', '').replace('+', ''));
  if (sexagesimalForm.test(text)) return sexagesimal(text.replaceAll('_', ''));
  if (floatForm.test(text)) return Number(text.replaceAll('_', ''));
  const based = basedForm.exec(text);
  return based === null ? text : basedInteger(based[1] ?? '', (based[2] ?? '').replaceAll('_', ''));
}

function basedInteger(sign: string, digits: string): bigint {
  const size = BigInt(/^[bx]/.test(digits) ? `0${digits}` : `0o${digits || '0'}`);
  return sign === '-' ? -size : size;
}

function sexagesimal(text: string): bigint {
  const size = text
    .replace(/^[-+]/, '')
    .split(':')
    .reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  return text.startsWith('-') ? -size : size;
}
