/** Pages of 1,000 out of a bucket of 1,000,000 objects. */
import { join } from "node:path";
import { runnerImport } from "vite";
import { median, say, sayTarget } from "./figures.mjs";
import { requestHead } from "./sigv4.mjs";

const TARGET_MS = 50;
const FOLDERS = 1000;
const PER_FOLDER = 1000;
const PER_TRANSACTION = 10_000;
const PAGES = 15;

const folderName = (folder) => `folder-${String(folder).padStart(4, "0")}/`;
const fileName = (file) => `object-${String(file).padStart(4, "0")}.bin`;

/**
 * Writes the rows of 1,000,000 objects into a stopped stand-in's data folder, by its own store and its own rules: each is the object
 * `template` of the bucket again, under another key. Their one body is shared, which only a bench may do.
 */
export async function seedListing(folder, bucketName, template) {
  const modules = ["adapters/lmdb-metadata.ts", "adapters/node-services.ts", "s3/object-versions.ts"];
  const [{ openLmdbMetadata }, { systemRandom }, { newestVersion, storeVersion }] = await Promise.all(
    modules.map(async (path) => (await runnerImport(join(import.meta.dirname, "../../src/local-aws", path), { configFile: false, logLevel: "error" })).module),
  );
  const metadata = await openLmdbMetadata(join(folder, "s3"));
  const bucket = metadata.get(["bucket", bucketName]);
  const version = newestVersion(metadata, bucketName, template);
  for (let first = 0; first < FOLDERS * PER_FOLDER; first += PER_TRANSACTION) {
    await metadata.transact((transaction) => {
      for (let number = first; number < first + PER_TRANSACTION; number += 1) {
        const key = folderName(Math.floor(number / PER_FOLDER)) + fileName(number % PER_FOLDER);
        storeVersion(transaction, bucket, { ...version, key }, { random: systemRandom });
      }
    });
  }
  await metadata.close();
}

/** Measures and prints. */
export async function benchListings({ standIn, client, bucket }) {
  const middle = folderName(FOLDERS / 2);
  const forms = {
    "in the middle, no delimiter": { "start-after": middle },
    "one folder by prefix": { prefix: middle },
    "one folder by prefix and delimiter": { delimiter: "/", prefix: middle },
    "1,000 folders rolled up by delimiter": { delimiter: "/" },
  };
  say(`\nA page of 1,000 out of ${(FOLDERS * PER_FOLDER).toLocaleString("en")} objects (ListObjectsV2), median of ${PAGES}`);
  for (const [name, parameters] of Object.entries(forms)) {
    const query = Object.entries({ "list-type": "2", ...parameters })
      .map((pair) => pair.map(encodeURIComponent).join("="))
      .sort()
      .join("&");
    const times = [];
    for (let page = 0; page < PAGES; page += 1) {
      const head = requestHead({ method: "GET", target: `/${bucket}?${query}`, host: standIn.host });
      times.push((await client.do("get", { port: standIn.port, head })).seconds * 1000);
    }
    const [typical, slowest] = [median(times), Math.max(...times)];
    sayTarget(name, `${typical.toFixed(1)} ms (slowest ${slowest.toFixed(1)} ms)`, `< ${TARGET_MS} ms`, typical < TARGET_MS);
  }
}
