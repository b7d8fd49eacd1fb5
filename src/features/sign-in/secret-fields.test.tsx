// @vitest-environment happy-dom
import { useState } from "react";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { CredentialFields } from "./credential-fields.tsx";
import { CredentialPaste, type Pasted } from "./credential-paste.tsx";
import type { SignInDraft } from "./sign-in-form.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const PROFILES = `[default]\naws_access_key_id=AKIAIOSFODNN7EXAMPLE\naws_secret_access_key=${SECRET}\n[audit]\naws_access_key_id=AKIAI44QH8DHBEXAMPLE\naws_secret_access_key=${SECRET}\n`;

function Fields() {
  const [draft, setDraft] = useState<SignInDraft>({ accessKeyId: "", secretAccessKey: "", sessionToken: "", region: "", s3: "", kms: "", sts: "", forcePathStyle: false });
  return <CredentialFields draft={draft} problems={{}} onChange={(change) => setDraft((before) => ({ ...before, ...change }))} />;
}

function Paste() {
  const [pasted, setPasted] = useState<Pasted>();
  return <CredentialPaste pasted={pasted} problem={undefined} onChange={setPasted} />;
}

const markup = () => document.documentElement.outerHTML;

afterEach(cleanup);

describe("fields for secrets", () => {
  it("hold what was typed, but not in the page's markup", async () => {
    render(<Fields />);
    const field = screen.getByLabelText("Secret access key");
    await userEvent.type(field, SECRET);
    expect(field).toHaveProperty("value", SECRET);
    expect(field).toHaveProperty("type", "password");
    await waitFor(() => expect(markup()).not.toContain(SECRET));
  });

  it("take pasted credentials without showing them, and let one of several profiles be chosen", async () => {
    render(<Paste />);
    fireEvent.paste(screen.getByLabelText("Credentials in any common form"), { clipboardData: { getData: () => PROFILES } });
    await userEvent.click(await screen.findByRole("radio", { name: /audit/ }));
    expect(screen.getByText("AKIA…MPLE")).toBeTruthy();
    expect(screen.getByText("•••••••• (40 characters)")).toBeTruthy();
    expect(markup()).not.toContain(SECRET);
  });

  it("say so when nothing was understood, and keep nothing", async () => {
    render(<Paste />);
    fireEvent.paste(screen.getByLabelText("Credentials in any common form"), { clipboardData: { getData: () => `my key is ${SECRET}` } });
    expect(await screen.findByText(/Nothing of what you gave was kept/)).toBeTruthy();
    expect(markup()).not.toContain(SECRET);
  });
});
