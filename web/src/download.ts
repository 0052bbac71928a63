/* download.ts - hands a text to the person as a file. A link would not carry the
 * key, so the page asks and keeps what it was answered. */

export function save(name: string, text: string, type = 'application/geo+json'): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
