/** Whether what was killed once is killed at more moments too: ten minutes more. */
export const isAll = process.env['PUMPHOUSE_LAB'] === 'all';
