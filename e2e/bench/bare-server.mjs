/**
 * What the bench holds the stand-in against, in a process of its own: node:http and nothing else. PUT receives into a file, GET sends
 * that file, HEAD checks the request's signature and answers an object's headers. No encryption, no checksum, no metadata.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { pipeline } from "node:stream/promises";
import { isSignedByAdmin } from "./sigv4.mjs";

const file = process.argv[2];
/** As many as the stand-in answers, and of the same sizes. */
const OBJECT_HEADERS = {
  "accept-ranges": "bytes",
  "content-length": "11",
  "content-type": "application/octet-stream",
  etag: '"0123456789abcdef0123456789abcdef"',
  "last-modified": new Date().toUTCString(),
  "x-amz-id-2": "A".repeat(76),
  "x-amz-request-id": "0123456789ABCDEF",
  "x-amz-server-side-encryption": "aws:kms",
  "x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012",
};
/** Bytes per read and per write: the stand-in's frame. */
const highWaterMark = 1024 * 1024;

async function answer(request, response) {
  if (!isSignedByAdmin(request)) return response.writeHead(403, { "content-length": "0" }).end();
  if (request.method === "HEAD") return response.writeHead(200, OBJECT_HEADERS).end();
  if (request.method === "PUT") {
    await pipeline(request, createWriteStream(file, { highWaterMark }));
    return response.writeHead(200, { "content-length": "0", etag: OBJECT_HEADERS.etag }).end();
  }
  response.writeHead(200, { ...OBJECT_HEADERS, "content-length": String((await stat(file)).size) });
  return pipeline(createReadStream(file, { highWaterMark }), response);
}

const server = createServer({ requestTimeout: 0, noDelay: true }, (request, response) => {
  // The client hangs up on a connection as soon as it has its answer
  answer(request, response).catch(() => response.destroy());
});
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
process.on("disconnect", () => process.exit(0));
