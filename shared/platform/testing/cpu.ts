/**
 * CPU time that this process has used, in ms: a bound on it holds however busy the machine is with
 * other things.
 */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
