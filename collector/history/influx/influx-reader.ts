import type { HistoryQuery, HistoryReader, HistorySeries } from '../history.ts';
import type { InfluxServer } from './server-door.ts';

/** What InfluxDB holds, asked in InfluxQL. */
export class InfluxHistoryReader implements HistoryReader {
  readonly #server: Pick<InfluxServer, 'query'>;

  constructor({ server }: { readonly server: Pick<InfluxServer, 'query'> }) {
    this.#server = server;
  }

  query(query: HistoryQuery, signal: AbortSignal): Promise<readonly HistorySeries[]> {
    return this.#server.query(query, signal);
  }
}
