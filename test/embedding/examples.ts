import { readFileSync } from "node:fs";

/** The code of docs/embedding.md, by its heading and language, with the address of a bridge put in. */
export function example(heading: string, language: string, { bridge }: { readonly bridge: string }): string {
  const text = readFileSync(new URL("../../docs/embedding.md", import.meta.url), "utf8");
  const section = text.split(/^## /m).find((part) => part.startsWith(heading));
  const [, code] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "ms").exec(section ?? "") ?? [];
  if (code === undefined) throw new Error(`docs/embedding.md has no ${language} under ${heading}`);
  return code.replaceAll("http://localhost:8080", bridge);
}
