import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** The server's end of one WebSocket: text frames, pings, and the closing handshake (RFC 6455). */
export type ServerSocket = {
  send(text: string): void;
  /** Begins the closing handshake. */
  close(): void;
  /** Ends it as a broken network does. */
  destroy(): void;
};

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const opcode = { text: 1, close: 8, ping: 9, pong: 10 } as const;

export function acceptSocket(
  request: IncomingMessage,
  socket: Duplex,
  on: { message: (text: string) => void; closed: () => void },
): ServerSocket {
  const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${GUID}`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let buffered = Buffer.alloc(0);
  let isClosing = false;
  const send = (code: number, payload: Buffer) => {
    if (socket.writable) socket.write(frame(code, payload));
  };
  const closed = () => {
    if (!isClosing) on.closed();
    isClosing = true;
  };
  socket.on("data", (piece: Buffer) => {
    buffered = Buffer.concat([buffered, piece]);
    for (let read = unframe(buffered); read !== undefined; read = unframe(buffered)) {
      buffered = buffered.subarray(read.length);
      if (read.code === opcode.text) on.message(read.payload.toString());
      if (read.code === opcode.ping) send(opcode.pong, read.payload);
      if (read.code === opcode.close) {
        send(opcode.close, read.payload);
        closed();
        socket.end();
      }
    }
  });
  socket.on("close", closed);
  socket.on("error", () => socket.destroy());
  return {
    send: (text) => send(opcode.text, Buffer.from(text)),
    close: () => send(opcode.close, Buffer.from([3, 232])),
    destroy: () => socket.destroy(),
  };
}

function frame(code: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = length < 126 ? [0x80 | code, length] : [0x80 | code, 126, length >> 8, length & 255];
  if (length < 65_536) return Buffer.concat([Buffer.from(head), payload]);
  const long = Buffer.alloc(10);
  long[0] = 0x80 | code;
  long[1] = 127;
  long.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([long, payload]);
}

/** One whole frame at the beginning of what came, unmasked. */
function unframe(bytes: Buffer): { code: number; payload: Buffer; length: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = (bytes[1] ?? 0) & 127;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  const isMasked = ((bytes[1] ?? 0) & 128) !== 0;
  const start = 2 + extra + (isMasked ? 4 : 0);
  if (bytes.length < start) return undefined;
  const size = extra === 0 ? short : extra === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + size) return undefined;
  const mask = bytes.subarray(start - 4, start);
  const payload = Buffer.from(bytes.subarray(start, start + size));
  if (isMasked) for (const [index, byte] of payload.entries()) payload[index] = byte ^ (mask[index % 4] ?? 0);
  return { code: (bytes[0] ?? 0) & 15, payload, length: start + size };
}
