import { networkInterfaces } from "node:os";

/** Has this machine the loopback address of IPv6? */
export function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === "::1"),
  );
}
