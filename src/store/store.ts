import { randomUUID } from "node:crypto";
import type { Address, InboundEvent, OutboundMessage, Shown, StoredFile } from "#ports/platform.ts";
import { Acceptance } from "./accepting.ts";
import { openConversations } from "./conversations.ts";
import { type Database, openDatabase } from "./database.ts";
import { historyAt, shownAt } from "./history.ts";
import { type Db, Transactor, type Tx } from "./transactor.ts";

/** The memory of Deskmate. What a method stored is on the disk when it returns; it throws only StoreError. */
export interface Store {
  /** `false` if the event was stored before. */
  accept(event: InboundEvent): Promise<boolean>;
  /** All or nothing. `work` uses nothing but `tx`, and may run twice. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Only reads: what others have committed so far. */
  read<T>(work: (db: Db) => Promise<T>): Promise<T>;
  history(at: Address, limit: number): Promise<readonly Shown[]>;
  shown(at: Address, id: string): Promise<OutboundMessage | undefined>;
  open(most?: number): ReturnType<typeof openConversations>;
  keepFile(file: { name: string; type: string; bytes: Uint8Array }): Promise<StoredFile>;
  file(id: string): Promise<{ file: StoredFile; bytes: Uint8Array } | undefined>;
  kept(key: string): Promise<string | undefined>;
  keep(key: string, value: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the store in the folder, made when it is missing. Throws DatabaseError. */
export async function openStore(folder: string): Promise<Store> {
  return createStore(await openDatabase(folder));
}

export function createStore(database: Database): Store {
  const transactor = new Transactor(database.db, database.generation);
  const transact = <T>(work: (tx: Tx) => Promise<T>) => transactor.transact(work);
  const read = <T>(work: (db: Db) => Promise<T>) => transactor.read(work);
  const acceptance = new Acceptance(transact);
  return {
    accept: (event) => acceptance.accept(event),
    transact,
    read,
    history: (at, limit) => read((db) => historyAt(db, at, limit)),
    shown: (at, id) => read((db) => shownAt(db, at, id)),
    open: (most) => read((db) => openConversations(db, most)),
    async keepFile({ name, type, bytes }) {
      const file: StoredFile = { id: randomUUID(), name, type, size: bytes.byteLength };
      await transact((tx) =>
        tx
          .insertInto("files")
          .values({ ...file, bytes: Buffer.from(bytes) })
          .execute(),
      );
      return file;
    },
    async file(id) {
      const row = await read((db) =>
        db.selectFrom("files").selectAll().where("id", "=", id).executeTakeFirst(),
      );
      if (!row) return undefined;
      const { bytes, ...file } = row;
      return { file, bytes };
    },
    async kept(key) {
      const row = await read((db) =>
        db.selectFrom("kept").select("value").where("key", "=", key).executeTakeFirst(),
      );
      return row?.value;
    },
    async keep(key, value) {
      await transact((tx) =>
        tx
          .insertInto("kept")
          .values({ key, value })
          .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
          .execute(),
      );
    },
    async close() {
      await transactor.close();
      await database.close();
    },
  };
}
