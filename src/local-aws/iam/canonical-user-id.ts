/**
 * The canonical user id that this stand-in gives an account, S3's id for an owner: 64 digits. Nothing depends on which, but they
 * are always the same.
 */
export function canonicalUserId(accountId: string): string {
  return accountId.padStart(12, "0").repeat(6).slice(0, 64);
}
