/** Makes the browser save text as a file under a name. */
export function saveText(fileName: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has its own hold on the data once it has begun
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
