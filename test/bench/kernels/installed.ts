const ABSENT = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"];

/** A package by its name, or undefined where it is not installed. Whoever asks says what it uses of it. */
export function installed<Package>(name: string): Promise<Package | undefined> {
  return unlessAbsent(() => import(name));
}

/** What `load` loads, or undefined where there is no such module. */
export async function unlessAbsent<Loaded>(
  load: () => Loaded | Promise<Loaded>,
): Promise<Loaded | undefined> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof Error && "code" in error && ABSENT.includes(String(error.code))) return undefined;
    throw error;
  }
}
