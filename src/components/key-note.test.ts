import { describe, expect, it } from "vitest";
import { enteredKeyNote } from "./key-note.ts";

const where = { region: "us-east-1", callerAccount: "111122223333" };
const id = "00000000-0000-4000-8000-000000000001";

describe("note on an entered key", () => {
  it("says whose account the ARN names, as a note and not as an error", () => {
    expect(enteredKeyNote(`arn:aws:kms:us-east-1:111122223333:key/${id}`, where)).toBe("Key in us-east-1, your account.");
    expect(enteredKeyNote(`arn:aws:kms:eu-west-1:444455556666:alias/shared`, where)).toMatch(/^Alias in eu-west-1, account 444455556666, not yours/);
  });

  it("aws-facts 1.3: says that ids and aliases are looked up in the caller's account", () => {
    expect(enteredKeyNote(id, where)).toBe("A key ID is looked up in your account 111122223333, us-east-1.");
    expect(enteredKeyNote("alias/finance", where)).toBe("An alias is looked up in your account 111122223333, us-east-1.");
  });

  it("calls no account the caller's where nobody says who that is", () => {
    const nobody = { region: "us-east-1", callerAccount: undefined };
    expect(enteredKeyNote(`arn:aws:kms:us-east-1:111122223333:key/${id}`, nobody)).toBe("Key in us-east-1, account 111122223333.");
    expect(enteredKeyNote(id, nobody)).toBe("A key ID is looked up in your account, us-east-1.");
  });

  it("says nothing about text that names no key", () => {
    expect(enteredKeyNote("finance", where)).toBeUndefined();
  });
});
