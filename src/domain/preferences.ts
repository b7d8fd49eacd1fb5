import { z } from "zod";

/** What the console remembers on this computer: how it looks and what was used. Never credentials, never encryption contexts. */
export interface Preferences {
  readonly theme: "system" | "light" | "dark";
  /** Buckets that the person added by name, because browsers cannot list them on AWS (aws-facts 8.3). */
  readonly savedBuckets: readonly { readonly name: string; readonly region?: string | undefined }[];
  /** Key references used lately, newest first. */
  readonly recentKeys: readonly string[];
}

/** A computer on which nothing was remembered yet. */
export const defaultPreferences: Preferences = { theme: "system", savedBuckets: [], recentKeys: [] };

const preferencesSchema = z.object({
  theme: z.enum(["system", "light", "dark"]).catch(defaultPreferences.theme),
  savedBuckets: z.array(z.object({ name: z.string(), region: z.string().optional() })).catch([]),
  recentKeys: z.array(z.string()).catch([]),
});

/** Reads stored preferences. What is damaged or of another time falls back to its default, the rest stays. */
export function parsePreferences(text: string | null): Preferences {
  if (text === null) return defaultPreferences;
  try {
    const parsed = preferencesSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : defaultPreferences;
  } catch {
    return defaultPreferences;
  }
}
