/** One SQL for both stores: PGlite in a folder, for one process; PostgreSQL, for many. */
import { PGlite } from '@electric-sql/pglite'
import { readFileSync } from 'node:fs'
import { Pool } from 'pg'
import { lockFolder } from './folder-lock.js'

export type Query = <Row>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>

export interface Database {
  readonly query: Query
  /** Does all of the work, or nothing of it where it throws. */
  readonly transaction: (work: (query: Query) => Promise<void>) => Promise<void>
  readonly close: () => Promise<void>
}

const tables = readFileSync(new URL('tables.sql', import.meta.url), 'utf8')

function queryOf(ask: (sql: string, values: unknown[]) => Promise<{ rows: unknown[] }>): Query {
  return async <Row>(sql: string, values: readonly unknown[] = []) => (await ask(sql, [...values])).rows as Row[]
}

export async function openFolder(folder: string): Promise<Database> {
  const { check, free } = await lockFolder(folder)
  const opened = await PGlite.create(`${folder}/data`)
  await opened.exec(tables)
  const checked = (to: Pick<PGlite, 'query'>): Query => queryOf(async (...sql) => (check(), to.query(...sql)))
  return {
    query: checked(opened),
    transaction: async (work) => opened.transaction(async (inner) => work(checked(inner)).then(check)),
    close: async () => opened.close().then(free),
  }
}

export async function openPostgres(url: string): Promise<Database> {
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 60_000 })
  // A connection that breaks, whether it is used or not, is replaced when one is needed. Who uses it is told by its query.
  pool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined))
  // Of two that make the same tables at once one would fail: one waits for the other.
  await pool.query(`SELECT pg_advisory_xact_lock(984661185); ${tables}`)
  const transaction: Database['transaction'] = async (work) => {
    const client = await pool.connect()
    let isDone = false
    try {
      await client.query('BEGIN')
      await work(queryOf(client.query.bind(client)))
      await client.query('COMMIT')
      isDone = true
    } finally {
      // What was begun and is not done ends with its connection.
      client.release(!isDone)
    }
  }
  return { query: queryOf(pool.query.bind(pool)), transaction, close: async () => pool.end() }
}
