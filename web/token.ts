/** The bridge's token, which comes in the address as `#token=…` so that no server or log sees it. */

const KEY = "eiger-monitor-token";

/** Takes the token out of the address, where others might read or copy it, and keeps it for this tab. "": there is none. */
export function takeToken(): string {
  const fields = location.hash.slice(1).split("&");
  const found = fields.find((field) => field.startsWith("token="));
  if (found === undefined) return kept();
  const address = new URL(location.href);
  address.hash = fields.filter((field) => field !== found).join("&");
  history.replaceState(null, "", address.href);
  const token = decodeURIComponent(found.slice("token=".length));
  keep(token);
  return token;
}

function kept(): string {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    // Storage is forbidden here: the address is needed each time.
    return "";
  }
}

function keep(token: string): void {
  try {
    sessionStorage.setItem(KEY, token);
  } catch {
    // As above.
  }
}
