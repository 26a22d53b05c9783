// Loaded into the program before it starts: writes down every address to which it opens a connection.
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { Socket } from 'node:net';

const file = process.env['KOFU_CONNECTIONS'] ?? '';

subscribe('net.client.socket', (message) => {
  const { socket } = message as { readonly socket: Socket };
  socket.on('lookup', (_error, address: string, _family, host: string) => {
    if (host !== address) appendFileSync(file, `name ${host}\n`);
  });
  socket.on('connectionAttempt', (address: string, port: number) => {
    appendFileSync(file, `${address}:${port}\n`);
  });
});
