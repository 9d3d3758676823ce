/** Connections that never come to the point. */
import { connect, type Socket } from 'node:net';

const everyMs = 50;
const announcedBytes = 100_000_000;
const sentBytes = 64 * 1024;

/**
 * Half of them send a frame byte by byte, the others announce a huge one and send its beginning.
 * The returned function ends them.
 */
export function openLoris(host: string, port: number, count: number, frame: Buffer): () => void {
  const sockets: Socket[] = [];
  let position = 0;
  for (let index = 0; index < count; index++) {
    const socket = connect({ host, port, localAddress: '127.0.60.1' });
    socket.on('error', () => {});
    sockets.push(socket);
    if (index % 2 === 0) continue;
    const start = Buffer.alloc(sentBytes);
    start.writeInt32BE(announcedBytes);
    socket.write(start);
  }
  const timer = setInterval(() => {
    // The last byte never comes.
    if (position >= frame.length - 1) return;
    const byte = frame.subarray(position, ++position);
    sockets.forEach((socket, index) => index % 2 === 0 && socket.write(byte));
  }, everyMs);
  return () => {
    clearInterval(timer);
    for (const socket of sockets) socket.destroy();
  };
}
