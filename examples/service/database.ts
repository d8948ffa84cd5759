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

function queryOf(asked: { query: (sql: string, values: unknown[]) => Promise<{ rows: unknown[] }> }): Query {
  return async <Row>(sql: string, values: readonly unknown[] = []) =>
    (await asked.query(sql, [...values])).rows as Row[]
}

export async function openFolder(folder: string): Promise<Database> {
  const unlock = await lockFolder(folder)
  const opened = await PGlite.create(folder)
  await opened.exec(tables)
  return {
    query: queryOf(opened),
    transaction: async (work) => opened.transaction(async (transaction) => work(queryOf(transaction))),
    close: async () => {
      await opened.close()
      unlock()
    },
  }
}

export async function openPostgres(url: string): Promise<Database> {
  const pool = new Pool({ connectionString: url })
  // A connection that breaks while nobody uses it is replaced when one is needed.
  pool.on('error', () => undefined)
  // Of two that make the same tables at once one would fail: one waits for the other.
  await pool.query(`SELECT pg_advisory_xact_lock(984661185); ${tables}`)
  const transaction: Database['transaction'] = async (work) => {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      await work(queryOf(client))
      await client.query('COMMIT')
      client.release()
    } catch (error) {
      // What was begun ends with its connection.
      client.release(true)
      throw error
    }
  }
  return { query: queryOf(pool), transaction, close: async () => pool.end() }
}
