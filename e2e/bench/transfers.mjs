/** PUT and GET of one large object, against node:crypto's AES-256-GCM alone and against a server that only moves the bytes. */
import { createCipheriv, randomBytes } from "node:crypto";
import { bodyBlock, bodyDigests, MIB } from "./body.mjs";
import { medianRatio, median, say, sayTarget } from "./figures.mjs";
import { requestHead, UNSIGNED } from "./sigv4.mjs";

const KMS = { "x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": "alias/finance" };
const BUCKET_KEY = { "x-amz-server-side-encryption-bucket-key-enabled": "true" };
export const TARGET_RATIO = 0.6;

/** MB/s of AES-256-GCM over `blocks` MiB on this thread, in one stream and in the pieces that it is fastest with. */
function rawGcm(blocks) {
  const cipher = createCipheriv("aes-256-gcm", randomBytes(32), randomBytes(12));
  const piece = 64 * 1024;
  const startedAt = performance.now();
  for (let block = 0; block < blocks; block += 1) {
    for (let at = 0; at < MIB; at += piece) cipher.update(bodyBlock.subarray(at, at + piece));
  }
  cipher.final();
  return (blocks * MIB) / 1e3 / (performance.now() - startedAt);
}

/** The forms of one PUT: what stands in `x-amz-content-sha256`, and which headers go with it. */
function putForms(digests) {
  return {
    "unsigned + CRC32, Bucket Key off": { payload: UNSIGNED, headers: { ...KMS, "x-amz-checksum-crc32": digests.crc32 } },
    "unsigned + CRC32, Bucket Key on": { payload: UNSIGNED, headers: { ...KMS, ...BUCKET_KEY, "x-amz-checksum-crc32": digests.crc32 } },
    "signed SHA-256, Bucket Key on": { payload: digests.sha256, headers: { ...KMS, ...BUCKET_KEY } },
  };
}

/** Measures and prints. `standIn` has the bucket; the object is left in it. */
export async function benchTransfers({ standIn, bare, client, bucket, blocks, rounds }) {
  const digests = bodyDigests(blocks);
  const forms = putForms(digests);
  const rates = { raw: [], barePut: [], bareGet: [], get: [], ...Object.fromEntries(Object.keys(forms).map((name) => [name, []])) };
  const rateOf = ({ seconds }) => (blocks * MIB) / 1e6 / seconds;
  const target = `/${bucket}/large.bin`;
  const length = { "content-length": String(blocks * MIB) };
  const put = (server, { payload, headers }) =>
    client.do("put", { port: server.port, blocks, head: requestHead({ method: "PUT", target, host: server.host, payload, headers: { ...length, ...headers } }) });
  const get = (server, sha256) => client.do("get", { port: server.port, sha256, head: requestHead({ method: "GET", target, host: server.host }) });

  for (let round = 0; round < rounds; round += 1) {
    rates.raw.push(rawGcm(blocks));
    rates.barePut.push(rateOf(await put(bare, { payload: UNSIGNED, headers: {} })));
    for (const [name, form] of Object.entries(forms)) rates[name].push(rateOf(await put(standIn, form)));
    rates.bareGet.push(rateOf(await get(bare)));
    rates.get.push(rateOf(await get(standIn)));
  }
  if ((await get(standIn, true)).sha256 !== digests.sha256) throw new Error("What came back is not what was sent");

  say(`\nOne object of ${blocks} MiB under SSE-KMS, median of ${rounds} rounds`);
  say(`  node:crypto AES-256-GCM on one core: ${Math.round(median(rates.raw))} MB/s`);
  say(`  node:http that only moves the bytes: PUT ${Math.round(median(rates.barePut))} MB/s, GET ${Math.round(median(rates.bareGet))} MB/s`);
  const show = (what, values, wire) => {
    const ofRaw = medianRatio(values, rates.raw);
    const figure = `${Math.round(median(values))} MB/s = ${ofRaw.toFixed(2)} of AES-256-GCM, ${medianRatio(values, wire).toFixed(2)} of node:http`;
    sayTarget(what, figure, `≥ ${TARGET_RATIO} of AES-256-GCM`, ofRaw >= TARGET_RATIO);
  };
  for (const name of Object.keys(forms)) show(`PUT, ${name}`, rates[name], rates.barePut);
  show("GET", rates.get, rates.bareGet);
  return { rawRate: median(rates.raw) };
}
