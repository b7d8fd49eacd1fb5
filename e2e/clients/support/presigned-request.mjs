/** What a web page or `curl` does with a presigned URL or form: plain HTTP with no client of AWS's in it. */

/** Follows a presigned URL; resolves with the status, S3's error code (undefined on success) and the body's text. */
export async function follow(url, init = {}) {
  const answer = await fetch(url, init);
  return await read(answer);
}

/** Sends a file with the fields of a presigned form, the file last, as S3 asks. */
export async function postForm({ url, fields }, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([file]), "file.bin");
  return await read(await fetch(url, { method: "POST", body: form }));
}

async function read(answer) {
  const text = await answer.text();
  const [, code] = /<Error>.*?<Code>(.*?)<\/Code>/s.exec(text) ?? [];
  const [, message] = /<Message>(.*?)<\/Message>/s.exec(text) ?? [];
  return { status: answer.status, headers: answer.headers, text, code, message: message?.replaceAll("&quot;", '"').replaceAll("&apos;", "'") };
}
