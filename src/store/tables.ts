import type { ColumnType, Generated } from 'kysely';

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** JSON columns: read as values, written as text. */
type JsonColumn = ColumnType<unknown, string, string>;

/** What the store remembers; `\d pumphouse.*` in psql shows the same. */
export interface Tables {
  'pumphouse.plan': {
    id: string;
    created_at: Timestamp;
    source: string;
    destination: string;
    purpose: string;
    body: JsonColumn;
  };
  'pumphouse.run': {
    /** The plan's id: a plan is carried out once, however often it is started. */
    id: string;
    attempt: number;
    /**
     * running, done, failed, cancelling (its cancel ended with failures), cancelled, undoing, undone; whether a process
     * is at it is told by its lock.
     */
    state: string;
    started_at: Timestamp;
    ended_at: NullableTimestamp;
    verification: ColumnType<unknown, string | null | undefined, string | null>;
    traffic: ColumnType<unknown, string | null | undefined, string | null>;
  };
  'pumphouse.node': {
    run_id: string;
    key: string;
    attempt: number;
    /** running, done, failed, stopped (something it needs failed), cancelled (put back before it was done). */
    state: string;
    problem: string | null;
    started_at: Timestamp;
    ended_at: NullableTimestamp;
  };
  'pumphouse.twin': {
    run_id: string;
    kind: string;
    source_id: string;
    name: string;
    destination_id: string;
    /** created by us, or adopted. */
    origin: string;
    recorded_at: Generated<Date>;
  };
  'pumphouse.event': {
    seq: Generated<string>;
    run_id: string;
    at: Generated<Date>;
    /** begun, done, failed, held, touched, note */
    type: string;
    kind: string | null;
    resource_id: string | null;
    name: string | null;
    step: string | null;
    message: string;
    duration_ms: number | null;
    /** The part of it that was spent in our own lines. */
    queued_ms: number | null;
  };
  'pumphouse.transfer': {
    run_id: string;
    key: string;
    name: string;
    copied_bytes: ColumnType<string, number, number>;
    total_bytes: ColumnType<string, number, number>;
    digest: string | null;
    began_at: NullableTimestamp;
    updated_at: Timestamp;
  };
  'pumphouse.segment': {
    run_id: string;
    /** The source id of what is copied. */
    key: string;
    /** The id of what it is copied into. */
    destination_id: string;
    /** full, or delta-1 and so on. */
    pass: string;
    /** From 0; -1 for the pass as a whole. */
    index: number;
    digest: string;
    bytes: ColumnType<string, number, number>;
    noted_at: Generated<Date>;
  };
  'pumphouse.wish': {
    run_id: string;
    /** pause, pause-now, go, cancel */
    wish: string;
    wished_at: Timestamp;
    heeded_at: NullableTimestamp;
    going: JsonColumn;
  };
  'pumphouse.cutover': {
    run_id: string;
    /** Empty for all servers of the run. */
    server_id: string;
    asked_at: Generated<Date>;
  };
}

/** Each statement may run again and again: tables are made when they are missing. */
export const tableStatements = [
  'create schema if not exists pumphouse',
  `create table if not exists pumphouse.plan (
    id text primary key, created_at timestamptz not null, source text not null, destination text not null,
    purpose text not null, body jsonb not null)`,
  `create table if not exists pumphouse.run (
    id text primary key references pumphouse.plan, attempt integer not null, state text not null,
    started_at timestamptz not null, ended_at timestamptz, verification jsonb, traffic jsonb)`,
  `create table if not exists pumphouse.node (
    run_id text not null references pumphouse.run, key text not null, attempt integer not null, state text not null,
    problem text, started_at timestamptz not null, ended_at timestamptz, primary key (run_id, key))`,
  `create table if not exists pumphouse.twin (
    run_id text not null references pumphouse.run, kind text not null, source_id text not null, name text not null,
    destination_id text not null, origin text not null, recorded_at timestamptz not null default now(),
    primary key (run_id, kind, source_id))`,
  `create table if not exists pumphouse.event (
    seq bigserial primary key, run_id text not null references pumphouse.run,
    at timestamptz not null default clock_timestamp(),
    type text not null, kind text, resource_id text, name text, step text, message text not null, duration_ms integer,
    queued_ms integer)`,
  'create index if not exists event_of_run on pumphouse.event (run_id, seq)',
  `create table if not exists pumphouse.transfer (
    run_id text not null references pumphouse.run, key text not null, name text not null, copied_bytes bigint not null,
    total_bytes bigint not null, digest text, updated_at timestamptz not null, primary key (run_id, key))`,
  'alter table pumphouse.transfer add column if not exists began_at timestamptz',
  `create table if not exists pumphouse.segment (
    run_id text not null references pumphouse.run, key text not null, destination_id text not null, pass text not null,
    index integer not null, digest text not null, bytes bigint not null,
    noted_at timestamptz not null default clock_timestamp(), primary key (run_id, key, destination_id, pass, index))`,
  `create table if not exists pumphouse.wish (
    run_id text primary key references pumphouse.run, wish text not null, wished_at timestamptz not null,
    heeded_at timestamptz, going jsonb not null)`,
  `create table if not exists pumphouse.cutover (
    run_id text not null references pumphouse.run, server_id text not null,
    asked_at timestamptz not null default clock_timestamp(), primary key (run_id, server_id))`,
] as const;
