/** The field of an answer that holds the list at a path: `keypairs` for `/os-keypairs`. */
export function keyOfPath(path: string): string {
  const key = (path.split('/')[1] ?? '').replaceAll('-', '_').replace(/^os_/, '');
  return key === 'types' ? 'volume_types' : key;
}
