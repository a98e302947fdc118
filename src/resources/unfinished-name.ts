/** Metadata of a twin that is there before its bytes are: without it, an empty volume would pass for one that moved. */
export const unfinishedName = 'pumphouse_unfinished';
