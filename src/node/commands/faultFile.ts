import { readFile } from "node:fs/promises";
import { EigerMonitorError } from "../../errors.ts";
import { type FaultScript, type InjectedFault, proveFaultScript } from "../../simulator/index.ts";

/**
 * Reads a script of faults.
 * @throws {EigerMonitorError} FAULT_SCRIPT: the file, where in it, what is there, and what is expected
 */
export async function readFaultFile(path: string): Promise<FaultScript> {
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    throw new EigerMonitorError("FAULT_SCRIPT", `${path} cannot be read: ${cause.message}`, { cause });
  });
  try {
    return proveFaultScript(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EigerMonitorError("FAULT_SCRIPT", `${path}: ${reason}`, { cause });
  }
}

/** `fault: reset, GET /monitor/api/1.8.0/images/next, request 3` */
export function describeFault({ fault, method, path, request }: InjectedFault): string {
  return `fault: ${fault.kind}, ${method} ${path}, request ${request}`;
}
