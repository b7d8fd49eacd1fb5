import type { Page } from "@playwright/test";

/**
 * Every place a page keeps a text in, as far as a script in it can get: storage, databases, cookies, the address, the markup, and
 * whatever can be reached from `window` by properties, which includes what React holds of each element.
 */
export function findSecret(page: Page, secret: string): Promise<readonly string[]> {
  return page.evaluate(async (text) => {
    const places: string[] = [];
    const look = (place: string, value: string) => void (value.includes(text) && places.push(place));
    for (const [name, storage] of Object.entries({ localStorage, sessionStorage })) look(name, JSON.stringify(storage));
    look("IndexedDB", JSON.stringify(await indexedDB.databases()));
    look("caches", JSON.stringify(await caches.keys()));
    look("cookies", document.cookie);
    look("address", location.href);
    look("history", JSON.stringify(history.state));
    look("markup", document.documentElement.outerHTML);
    look("fields", [...document.querySelectorAll("input, textarea")].map((field) => String(Reflect.get(field, "value"))).join("\n"));

    const seen = new Set<unknown>();
    const queue: (readonly [path: string, value: unknown])[] = [["window", window], ["document", document.documentElement]];
    for (const element of document.querySelectorAll("*")) queue.push([`<${element.localName}>`, element]);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [path, value] = next;
      if (typeof value === "string") look(path, value);
      if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
      seen.add(value);
      if (value instanceof Map || value instanceof Set) queue.push([`${path}.entries`, [...value]]);
      for (const [name, { value: member }] of Object.entries(Object.getOwnPropertyDescriptors(value))) queue.push([path.length > 300 ? path : `${path}.${name}`, member]);
    }
    return places;
  }, secret);
}
