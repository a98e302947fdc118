/** Whether what other tests see in part is tested by itself too, and killed more often: a quarter of an hour more. */
export const isAll = process.env['PUMPHOUSE_LAB'] === 'all';
