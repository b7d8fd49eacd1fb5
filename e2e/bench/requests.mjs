/** HEAD requests per second, against node:http with the same checks of the signature and nothing behind them. */
import { median, medianRatio, say, sayTarget } from "./figures.mjs";
import { requestHead } from "./sigv4.mjs";

const TARGET_PER_SECOND = 5000;
const TARGET_RATIO = 0.5;
const OBJECTS = 100;
const SECONDS = 2;
const WARM_UP_SECONDS = 8;

/** Measures and prints. Makes its objects in `bucket`: small, SSE-KMS under a Bucket Key. */
export async function benchRequests({ standIn, bare, client, bucket, rounds }) {
  const targets = Array.from({ length: OBJECTS }, (_, number) => `/${bucket}/small/${number}.txt`);
  const headers = {
    "content-length": "0",
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": "alias/finance",
    "x-amz-server-side-encryption-bucket-key-enabled": "true",
  };
  for (const target of targets) await client.do("put", { port: standIn.port, blocks: 0, head: requestHead({ method: "PUT", target, host: standIn.host, headers }) });
  const load = async (server, connections, seconds = SECONDS) => {
    const heads = targets.map((target) => requestHead({ method: "HEAD", target, host: server.host }));
    return (await client.do("load", { port: server.port, heads, connections, seconds })).perSecond;
  };
  // Both engines compile what they run often
  await load(bare, 8, WARM_UP_SECONDS);
  await load(standIn, 8, WARM_UP_SECONDS);
  say(`\nHEAD of ${OBJECTS} objects in turn, median of ${rounds} rounds of ${SECONDS} s`);
  for (const connections of [1, 8, 32]) {
    const [ours, limit] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      limit.push(await load(bare, connections));
      ours.push(await load(standIn, connections));
    }
    const [rate, ratio] = [median(ours), medianRatio(ours, limit)];
    const figure = `${Math.round(rate)}/s = ${ratio.toFixed(2)} of node:http with the same signature checks (${Math.round(median(limit))}/s)`;
    sayTarget(`${connections} connection${connections === 1 ? "" : "s"}`, figure, `${TARGET_PER_SECOND}/s and ≥ ${TARGET_RATIO}`, rate >= TARGET_PER_SECOND && ratio >= TARGET_RATIO);
  }
}
