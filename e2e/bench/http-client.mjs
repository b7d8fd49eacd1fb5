/**
 * The bench's client, in a process of its own: HTTP/1.1 over bare sockets, so that what it costs on a machine of few cores is as little
 * as a client can cost. Takes one order at a time by message and answers what it measured.
 */
import { createHash } from "node:crypto";
import { connect } from "node:net";
import { bodyBlock } from "./body.mjs";

const END_OF_HEAD = Buffer.from("\r\n\r\n");

/** Connects, and hands every chunk of what comes to `onData`; `onread` reads into one buffer again and again. */
function open(port, onData, onError) {
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  const socket = connect({ port, host: "127.0.0.1", noDelay: true, onread: { buffer, callback: (length) => onData(buffer.subarray(0, length)) !== false } });
  socket.on("error", onError);
  return socket;
}

/** Reads one answer: resolves at its end with status, length and time; `digest` sees the body. */
function answerOf(port, send, digest) {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    let head = "";
    let left;
    let status = 0;
    let size = 0;
    function onData(data) {
      let body = data;
      if (left === undefined) {
        const text = head + data.toString("latin1");
        const end = text.indexOf("\r\n\r\n");
        if (end === -1) {
          head = text;
          return;
        }
        status = Number(text.slice(9, 12));
        size = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
        left = size;
        body = data.subarray(end + 4 - head.length);
      }
      digest?.update(body);
      left -= body.length;
      if (left > 0) return;
      socket.destroy();
      resolve({ status, size, seconds: (performance.now() - startedAt) / 1000, text: status < 300 ? "" : body.toString() });
    }
    const socket = open(port, onData, reject);
    socket.on("close", () => reject(new Error("The server closed the connection before its answer was whole")));
    send(socket);
  });
}

const orders = {
  /** One PUT of `blocks` MiB. */
  put: ({ port, head, blocks }) =>
    answerOf(port, (socket) => {
      socket.write(head);
      let sent = 0;
      function next() {
        while (sent < blocks) {
          sent += 1;
          if (!socket.write(bodyBlock)) return void socket.once("drain", next);
        }
      }
      next();
    }),
  /** One GET; with `sha256`, its body's hash too, which costs time. */
  async get({ port, head, sha256 }) {
    const digest = sha256 ? createHash("sha256") : undefined;
    const answer = await answerOf(port, (socket) => socket.write(head), digest);
    return { ...answer, sha256: digest?.digest("hex") };
  },
  /** The heads in turn on `connections` connections for `seconds`: answers per second. Every answer must have status 200 and no body. */
  load: ({ port, heads, connections, seconds }) =>
    new Promise((resolve, reject) => {
      const requests = heads.map((head) => Buffer.from(head));
      const startedAt = performance.now();
      let answers = 0;
      let open_ = connections;
      for (let number = 0; number < connections; number += 1) {
        let turn = number;
        let held = Buffer.alloc(0);
        const socket = open(
          port,
          (data) => {
            held = held.length === 0 ? Buffer.from(data) : Buffer.concat([held, data]);
            const end = held.indexOf(END_OF_HEAD);
            if (end === -1) return;
            if (held.toString("latin1", 9, 12) !== "200") {
              reject(new Error(held.toString("latin1")));
              return;
            }
            held = held.subarray(end + 4);
            answers += 1;
            if (performance.now() - startedAt < seconds * 1000) {
              socket.write(requests[(turn += connections) % requests.length]);
              return;
            }
            socket.destroy();
            open_ -= 1;
            if (open_ === 0) resolve({ perSecond: answers / ((performance.now() - startedAt) / 1000) });
          },
          reject,
        );
        socket.write(requests[turn % requests.length]);
      }
    }),
};

process.on("message", async ({ order, ...parameters }) => {
  try {
    process.send({ result: await orders[order](parameters) });
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
process.on("disconnect", () => process.exit(0));
